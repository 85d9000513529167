from __future__ import annotations

import datetime as dt

import pytest

from themer.coding.codebook_wording import did_words, with_names
from themer.model.codebook import Code, Codebook, CodebookChange

BOOK = Codebook((Code("van", "Van"), Code("post", "Post")))
AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("did", "more", "words"),
    [
        ("add", {}, "added “Van”"),
        ("edit", {"before": {"name": "", "include": ""}},
         "changed name, what it is given to of “Van”"),
        ("edit", {"before": {"name": ""}, "look_again": False},
         "changed name of “Van” (the wording only)"),
        ("split", {"into": ("post", "gone")}, "split “Van” into “Post”, “gone”"),
        ("merge", {"into": ("post",)}, "merged “Van” into “Post”"),
        ("retire", {}, "retired “Van”"),
        ("undo", {"undoes": "7"}, "took version 7 back: “Van”"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(did: str, more: dict[str, object], words: str) -> None:
    change = CodebookChange("2", AT, "coder-a", did, ("van",), "why", **more)  # type: ignore[arg-type]
    assert did_words(BOOK, change) == words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (None, None),
        ("a car (paid)", "a car (paid)"),
        ("the record of it (records)", "the record of it (Keeping records)"),
        ("pay (records, vans); a gift (once)", "pay (Keeping records, Vans); a gift (once)"),
        ("pay (records, gifts)", "pay (records, gifts)"),
        ("pay () and (records", "pay () and (records"),
    ],
)
def test_ids_in_brackets_are_read_as_names(text: str | None, read: str | None) -> None:
    names = {"records": "Keeping records", "vans": "Vans"}
    code = Code("pay", "Pay", definition=text, include=text, exclude=text, examples=("(records)",))
    named = with_names(code, names)
    assert (named.definition, named.include, named.exclude) == (read, read, read)
    assert named.examples == code.examples
