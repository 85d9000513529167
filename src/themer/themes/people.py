"""Which words name a person: no theme is called after one.

Without a dictionary of names: a word that is written with a capital wherever it stands within a
sentence and never without, and that follows a title, is a common given name, or is known to one
or two people only. Somebody who never types a capital escapes this; a person reads each name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from themer.language import stem

FEW = 3
"""A name known to so many people may be that of a place or a thing."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sister|nurse|matron|sir|lady|rev|auntie?|uncle)"
    r"\.?\s+$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"[\w,;'\u2019\-\)] $")
"""What stands before a word that begins no sentence and no line."""
_GIVEN = frozenset(
    """
    adam ahmed aisha alan alex ali alice alison amanda amy andrea andrew angela ann anna anne
    anthony barbara ben beth brian carol caroline catherine charlotte chris christine claire clare
    colin craig daniel dave david dawn deborah debbie denise diane donna dorothy edward elaine
    elizabeth ella emily emma fatima fiona frances gareth gary gemma george gillian graham hannah
    harry heather helen hussain ian isabel jack jackie james jane janet jason jean jennifer jenny
    jessica jill jim joan joanna joanne joe john jonathan joseph judith julia julie karen kate
    kathleen katie keith kelly kenneth kevin khan kim laura lauren leanne lee linda lisa liz louise
    lucy lynn margaret maria marie martin mary matthew maureen michael michelle mike mohammed nadia
    nancy natalie neil nicola nicholas nigel olivia pamela pat patricia patrick paul paula pauline
    peter philip phil priya rachel rebecca richard robert rob roger rosie ruth sally sam samantha
    sandra sarah sharon sheila shirley simon sophie stephanie stephen steve steven stuart sue susan
    suzanne tariq tim thomas tom tony tracey tracy valerie vicky victoria wendy william yasmin
    yvonne zoe
    """.split()  # noqa: SIM905
)


def people_named(texts: Sequence[str], owners: Sequence[str]) -> frozenset[str]:
    """Give the stems of words that name a person in these texts.

    Args:
        texts: As stored.
        owners: Whose words each text holds.
    """
    capital: dict[str, set[str]] = defaultdict(set)
    plain: set[str] = set()
    titled: set[str] = set()
    for text, owner in zip(texts, owners, strict=True):
        shouted = text.isupper()
        for match in _WORD.finditer(text):
            word = match.group()
            key = stem(word.lower().replace("\u2019", "'"))
            before = text[max(0, match.start() - 12) : match.start()]
            if not word[0].isupper() or shouted:
                plain.add(key)
            elif word[1:].islower() and _TITLE.search(before):
                titled.add(key)
            elif word[1:].islower() and _WITHIN.search(before):
                capital[key].add(owner)
    given = {stem(name) for name in _GIVEN}
    named = {key for key, whose in capital.items() if key in given or len(whose) < FEW}
    return frozenset((named | titled) - plain)
