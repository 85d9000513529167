"""A study of another field, small and whole, made of the formats page and a few conversations."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from formats_page import EXAMPLES

SAID = {
    "harrow-hill-main": [
        "the van went two years ago. since then we post large print to nine people",
        "drivers. then insurance for drivers, the county will not pay it",
    ],
    "stone-row": [
        "two ladies carry bags of books round on Fridays, on foot mostly",
        "nobody under seventy volunteers here. who carries the bags in five years",
        ],
    "old-mill": [
        "we had a van and lost the driver, the van sits in the yard",
        "insurance. it is always the insurance, we asked three firms",
    ],
    "upper-lane": [
        "post only. the bill for stamps is more than the books",
        "getting people to say they are housebound, they think it is charity",
    ],
    "weir": [
        "no. we would like to, readers ask for it every winter",
        "a driver who stays longer than a summer",
    ],
    "chapel-street": [
        "the school bus takes a crate of books up the valley on Mondays",
        "volunteers, and training them, and losing them again to paid work",
    ],
}  # fmt: skip

INTERVIEW = """\
schema: themer/interview/1
id: {unit}-1
set: {{id: reading-rooms-branches, version: "2026.1"}}
unit: {unit}
organisation: harrow-hill
state: finished
sittings: [{{date: 2026-02-0{day}}}]
consent: {{wording_version: "1", take_part: yes, quote: yes, name: no}}
answers:
  has_home_service: {{state: answered, fact: partly, noted: "{first}"}}
  hardest: {{state: answered, noted: "{second}"}}
"""


def write_study(folder: Path, units: list[str]) -> Path:
    """Write the study, its conversations in the order given."""
    register = "".join(
        f"      - {{id: {unit}, name: {unit}, audience: branch, contact: {{state: held}}}}\n"
        for unit in sorted(units)
        if unit != "harrow-hill-main"
    )
    study = EXAMPLES["study.yaml"].replace(
        "      - id: harrow-hill-mobile", register + "      - id: harrow-hill-mobile"
    )
    for place, text in (
        ("study.yaml", study),
        ("question_sets/branches.yaml", EXAMPLES["question_set.yaml"]),
        ("question_sets/rooms.codebook.yaml", EXAMPLES["codebook.yaml"]),
    ):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "interviews").mkdir()
    for unit in units:
        first, second = SAID[unit]
        day = sorted(SAID).index(unit) + 1
        text = INTERVIEW.format(unit=unit, day=day, first=first, second=second)
        (folder / "interviews" / f"{unit}-1.yaml").write_text(text, encoding="utf-8")
    return folder


def with_two_passages(folder: Path) -> tuple[str, str]:
    """Make one of the answers long enough to have two passages; give them."""
    said = (
        "two ladies carry the books of the library round on foot every other week.",
        "when it rains they wait in the porch of the old chapel until it stops.",
    )
    path = folder / "interviews" / "stone-row-1.yaml"
    words = path.read_text("utf-8")
    assert SAID["stone-row"][0] in words
    path.write_text(words.replace(SAID["stone-row"][0], " ".join(said)), "utf-8")
    return said
