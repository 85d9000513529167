"""Words that may be names of people, organisations and places, for a person to decide on.

Recall comes first: what is proposed wrongly costs a key, what is missed is printed. Three ways of
looking are joined: spaCy's small English recogniser (a network trained on edited and spoken text),
titles and given names, also where they were typed without a capital, and capitals within a
sentence. What all three miss is said in ``docs/governance.md``, with how much that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from themer.language.released import MODEL_FOLDER, SUMS_FILE, released_bytes, released_sums
from themer.language.sentences import sentences

NameKind = Literal["person", "organisation", "place", "name"]
"""``name`` where it is not known of what."""
FOLDER = MODEL_FOLDER / "names"
LONGEST = 20_000
"""Characters of a text that are read at once."""

_KINDS: dict[str, NameKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_TITLE = r"(?i:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lady|lord|rev|cllr|councillor|sister)"
_TITLED = re.compile(rf"\b({_TITLE})\.?[ \t]+([^\W\d_][\w'\u2019-]+(?:[ \t]+[A-Z][\w'\u2019-]+)?)")
_OPENS = re.compile(r"[.!?:\u2026(\"\u201c\u2018*/-]\s*\Z")
"""What a word begins a sentence after, or something like one."""
_LISTED = re.compile(r"(?:,| and| &) [A-Z][a-z]")
"""What stands after the first of several names, also where a sentence begins with it."""
_SHORTEST_SMALL = 4
_TITLE_ALONE = re.compile(rf"{_TITLE}\.?")
_NO_NAMES = re.compile(
    r"(?i:i(?:'(?:m|ve|ll|d))?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|christmas|xmas|easter|english"
    r"|covid|mr|mrs|ms|miss|dr|ok|okay|yes|no|not|well|also|and|but|so|then|because|zoom|excel|word"
    r"|teams|internet|google|wifi|email|skype|facebook|whatsapp|youtube)"
)
"""What has a capital and names nobody."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """Words that may be a name: half-open code-point offsets into the text that was read."""

    start: int
    end: int
    kind: NameKind
    found_by: Literal["model", "given name", "title", "capital"]


@cache
def _recogniser() -> Any:
    # Imported here: spaCy takes a second, and most commands never look for names.
    from spacy.lang.en import English

    sums = released_sums(FOLDER)
    for part in ("cfg", "model", "moves"):
        released_bytes(FOLDER / part, sums.get(part, ""))
    pipeline = English()
    pipeline.max_length = 1 << 30
    recogniser = pipeline.add_pipe("ner", config={"model": _NETWORK})
    recogniser.from_disk(FOLDER, exclude=["vocab"])
    return pipeline


_NETWORK: dict[str, Any] = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "nO": None,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 1000, 2500, 2500],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    },
}
"""The shape of the network as it was trained; other weights would not fit it."""


def names_sum() -> str:
    """Give the SHA-256 of the recogniser's network, which what it finds depends on."""
    return released_sums(FOLDER).get("model", "") if (FOLDER / SUMS_FILE).is_file() else ""


def names_in(text: str) -> tuple[FoundName, ...]:
    """Find words that may be names.

    Args:
        text: As it is stored; offsets are into it.

    Returns:
        Names in their order, never overlapping; of two that overlap the longer one is kept.

    Raises:
        ModelError: A file of the recogniser is missing, or is another.
    """
    found = [*_by_model(text), *_titled(text), *_given(text), *_capitals(text)]
    kept: list[FoundName] = []
    for name in sorted(found, key=lambda n: (n.start - n.end, n.start, _RANK[n.found_by])):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return tuple(sorted(kept, key=lambda n: n.start))


_RANK = {"model": 0, "title": 1, "given name": 2, "capital": 3}


def _by_model(text: str) -> Iterator[FoundName]:
    for begin in range(0, len(text), LONGEST):
        for entity in _recogniser()(text[begin : begin + LONGEST]).ents:
            kind = _KINDS.get(entity.label_)
            trimmed = None if kind is None else _trimmed(begin + entity.start_char, entity)
            if kind is not None and trimmed is not None:
                yield FoundName(*trimmed, kind, "model")


def _trimmed(start: int, entity: Any) -> tuple[int, int] | None:
    """Leave out what is no part of a name: "the" before it, "'s" after it, a line's end."""
    words: str = entity.text.split("\n")[0]
    for before in ("the ", "The ", "a ", "A "):
        if words.startswith(before):
            start, words = start + len(before), words[len(before) :]
    for after in ("'s", "\u2019s", "'", "\u2019"):
        words = words.removesuffix(after)
    words = words.rstrip(" .,;:!?)-")
    if words.islower() and (len(words) < _SHORTEST_SMALL or any(c.isdigit() for c in words)):
        return None  # "sb", "p2": short forms that people type, and the network knows no better
    if not any(c.isalpha() for c in words) or _NO_NAMES.fullmatch(words):
        return None
    if _TITLE_ALONE.fullmatch(words):
        return None
    return start, start + len(words)


@cache
def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Read the given names: those that are no words, and those that are."""
    content = (FOLDER / "given_names.txt").read_text("utf-8")
    lines = [line for line in content.splitlines() if not line.startswith("#")]
    plain, _, also_words = "\n".join(lines).partition("\n---\n")
    return frozenset(plain.split()), frozenset(also_words.split())


def _titled(text: str) -> Iterator[FoundName]:
    """Find who is called by a title: "Dr Osei", "mrs patel"."""
    for found in _TITLED.finditer(text):
        if found[2][:1].isupper() or found[1][:1].islower():
            end = found.end()
            if not _COMMON.fullmatch(found[2]):
                yield FoundName(found.start(), end, "person", "title")


_COMMON = re.compile(
    "and|or|who|the|that|is|was|in|on|of|to|for|at|with|from|a|an|has|had", re.IGNORECASE
)


def _given(text: str) -> Iterator[FoundName]:
    """Find given names, with the word after one where it has a capital too."""
    for found in _WORD.finditer(text):
        word = _bare(found[0])
        plain, also_words = _given_names()
        if _NO_NAMES.fullmatch(word):
            continue
        if word.casefold() in plain or (word[0].isupper() and word.casefold() in also_words):
            yield FoundName(found.start(), found.start() + len(word), "person", "given name")


def _bare(word: str) -> str:
    return re.sub(r"['\u2019](?:s|S)?$", "", word)


def _capitals(text: str) -> Iterator[FoundName]:
    """Find runs of words with a capital within a sentence: in notes most of them are names."""
    for start, end in sentences(text):
        words = list(_WORD.finditer(text, start, end))
        if sum(_is_capital(w[0]) for w in words) * 4 > len(words) * 3 and len(words) > 4:
            continue  # a heading, or somebody who writes every word so: capitals tell nothing
        run: list[re.Match[str]] = []
        for at, word in enumerate(words):
            begins = at == 0 or _OPENS.search(text, start, word.start()) is not None
            begins = begins and not _LISTED.match(text, word.end())
            named = _is_capital(word[0]) and not _NO_NAMES.fullmatch(_bare(word[0]))
            if named and not begins and (not run or text[run[-1].end() : word.start()] == " "):
                run.append(word)
                continue
            yield from _of_run(run)
            run = [word] if named and not begins else []
        yield from _of_run(run)


def _of_run(run: list[re.Match[str]]) -> Iterable[FoundName]:
    if run:
        end = run[-1].start() + len(_bare(run[-1][0]))
        yield FoundName(run[0].start(), end, "name", "capital")


def _is_capital(word: str) -> bool:
    return word[0].isupper() and any(c.islower() for c in word[1:])
