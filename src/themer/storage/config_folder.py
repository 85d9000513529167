"""Where a person's settings are, and the one word in them that is wanted before anything else."""

from __future__ import annotations

import os
import re
from pathlib import Path

_THEME_LINE = re.compile(rb"^theme:[ \t]*[\"']?(light|dark)[\"']?[ \t]*(#.*)?\r?$", re.M)
_MOST_LOOKED_AT = 20_000


def config_folder() -> Path:
    """Say where themer looks for this user's settings.

    ``THEMER_CONFIG`` names the folder; otherwise it is the platform's place for such files.
    """
    named = os.environ.get("THEMER_CONFIG")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData/Roaming") / "themer"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "themer"


def settings_path() -> Path:
    """Say which file holds this user's settings; it need not be there."""
    return config_folder() / "settings.yaml"


def glance_at_theme(path: Path) -> str | None:
    """Look for the line that names the theme, without reading the file as YAML.

    The first frame is painted in it. Reading the file whole needs libraries whose import takes
    longer than that frame; whether the file holds is found out right after it.
    """
    try:
        with path.open("rb") as file:
            found = _THEME_LINE.search(file.read(_MOST_LOOKED_AT))
    except OSError:
        return None
    return found[1].decode() if found else None
