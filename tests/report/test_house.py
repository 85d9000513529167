"""The house's template is the one that its program makes."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx

from themer.report.house import house_file
from themer.report.writers.docx_styles import styles_of

PROGRAM = Path(__file__).parents[2] / "tools/make_house_template.py"


def test_the_template_kept_is_the_template_made() -> None:
    done = subprocess.run([sys.executable, PROGRAM, "--check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_role_has_a_style_of_its_own() -> None:
    ids = styles_of(docx.Document(BytesIO(house_file("house.docx")))).ids
    assert all(ids.values())
    assert len(set(ids.values())) == len(ids)
