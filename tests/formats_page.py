"""The examples of ``docs/formats.md``, by the names that the page gives them."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
_EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", re.S)

EXAMPLES = dict(_EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))
