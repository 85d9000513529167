"""English past participles: those that are irregular, and words in -ed that are none."""

from __future__ import annotations

import re

_IRREGULAR = """
    arisen awoken beaten begun bent bet bound bitten bled blown bought broken brought built burnt
    caught chosen clung cut dealt done drawn driven dug eaten fed felt flung forbidden forecast
    forgiven forgotten fought found frozen given ground grown heard held hit hung hurt kept
    known laid led learnt lent let lit made met misled overcome overseen
    overtaken paid proven put rebuilt redone rewritten ridden rung said seen sent shaken
    shed shot shown shut sold sought sown spent split spoken spread spun stolen struck sung
    sunk swept sworn taken taught thought thrown told torn understood undertaken undone upheld
    withdrawn withheld won wound woven written
"""
PARTICIPLES = frozenset(_IRREGULAR.split())
"""Those that are irregular, without what is mostly an adjective after *be*, such as *lost*."""
_NONE = """
    hundred indeed need speed seed bed red feed breed weed shed embed kindred sacred naked wicked
    rugged ragged crooked aged beloved blessed learned wretched
    advanced alarmed allowed animated annoyed ashamed assured balanced bored busied clustered
    combined committed complicated concerned confused convinced crowded dated dedicated delayed
    delighted depressed detailed determined devoted disabled disappointed educated elated
    embarrassed engaged enlarged excited exhausted experienced finished frightened frustrated
    gifted inclined interested isolated limited listed located married matched mixed motivated
    opposed organised outdated overcrowded overworked pleased prepared puzzled qualified
    refreshed related relaxed reserved retired rushed satisfied scared scattered settled shared
    shocked sided skilled sophisticated strained stressed supposed surprised talented tempted tied
    tired touched troubled trusted varied wasted wicked willed worried wounded
"""
_NO_PARTICIPLE = frozenset(_NONE.split())
_REGULAR = re.compile(r"[a-z]{2,}ed\Z")
_PREFIXED = re.compile(r"(?:un|under|over|well|semi|non)[a-z]+ed\Z")


def is_regular_participle(word: str) -> bool:
    """Say whether a word in lower case is a past participle in -ed, and no adjective."""
    if word in _NO_PARTICIPLE or not _REGULAR.match(word):
        return False
    return _PREFIXED.match(word) is None or word in ("uncovered", "underlined")
