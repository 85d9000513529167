"""Plain English: what is hard to read is told with its place, and nothing that others said."""

from __future__ import annotations

from datetime import date

import pytest

from themer.report.blocks import (
    AuthorSection,
    Block,
    Callout,
    Column,
    ComputedFigure,
    Document,
    Heading,
    ItemList,
    Notes,
    Paragraph,
    Quotation,
    Row,
    Strong,
    Table,
    Text,
)
from themer.report.plain_english import Remark, look_over, split, summed_up

LONG = "This sentence goes on and on " * 5 + "until it ends."


def document(*blocks: Block | str, language: str = "en-GB") -> Document:
    return Document(
        title="A report",
        subtitle="",
        report_id="r",
        language=language,
        as_at=date(2026, 1, 1),
        data_sha256="0",
        children=tuple(Paragraph((Text(one),)) if isinstance(one, str) else one for one in blocks),
    )


def remarks(*blocks: Block | str, quoted: tuple[str, ...] = ()) -> tuple[Remark, ...]:
    return look_over("summary", document(*blocks), quoted).remarks


def passives(text: str) -> list[str]:
    return [one.words for one in remarks(text) if one.kind == "passive"]


def test_a_long_sentence_is_told_with_its_heading_and_its_ends() -> None:
    section = AuthorSection("background", (Paragraph((Text(f"Short one. {LONG} Short."),)),))
    [found] = remarks(Heading(1, (Text("Why"),)), section)
    assert (found.kind, found.length, found.section, found.author) == (
        "long",
        33,
        "Why",
        "background",
    )
    assert found.sentence == "This sentence goes on and on This sentence … on until it ends."


def test_a_sentence_of_25_words_is_not_told() -> None:
    assert not remarks("word " * 25)
    assert remarks("word " * 26)


def test_a_figure_is_as_many_words_as_it_reads() -> None:
    words = (Text("word " * 23), ComputedFigure("e1", "17 of 31"))
    [found] = remarks(Paragraph((Strong(words),)))
    assert found.length == 26


@pytest.mark.parametrize(
    "block",
    [
        Quotation(LONG, "lead", "q1"),
        Quotation(LONG, "lead", "q1", verbatim=False),
        Paragraph((Text(LONG),), style="noted"),
        Table((Text(LONG),), (Column((Text(LONG),)),), (Row(((Text(LONG),),)),)),
        Paragraph((Text("Said: “it was counted by the BCC”."),)),
        Heading(1, (Text("How it was counted by the BCC"),)),
    ],
)
def test_what_others_said_and_what_is_no_sentence_is_left_alone(block: Block) -> None:
    assert not remarks(block)


def test_a_question_as_it_was_asked_is_left_alone() -> None:
    assert remarks(LONG)
    assert not remarks(LONG, quoted=(LONG.replace(" ", "\n", 1),))


def test_lists_boxes_and_notes_are_read() -> None:
    inside = Paragraph((Text(LONG),))
    for block in (ItemList(((inside,),)), Callout((Text("x"),), (inside,)), Notes((inside,))):
        assert len(remarks(block)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A service is counted once.", ["is counted"]),
        ("They were not always asked.", ["were not always asked"]),
        ("It has been widely used in schools.", ["been widely used"]),
        ("The notes weren't kept.", ["weren't kept"]),
        ("What is known was written down.", ["is known", "was written"]),
        ("It will be left to them.", []),
        ("She is interested, tired and experienced.", []),
        ("They are used to it.", []),
        ("There are hundred reasons; it is red.", []),
        ("This is unfinished.", []),
        ("He is well-known.", []),
        ("They had counted it and found it.", []),
    ],
)
def test_passives_are_known_and_adjectives_are_not(text: str, found: list[str]) -> None:
    assert passives(text) == found


def test_the_same_passive_under_one_heading_is_told_once_with_how_often() -> None:
    text = "A was said. B was said."
    found = remarks(text, Heading(1, (Text("Next"),)), "C was said.")
    assert [(one.section, one.times) for one in found] == [("", 2), ("Next", 1)]
    assert look_over("x", document(text)).count("passive") == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The QAPL says so. The QAPL again.", ["QAPL"]),
        ("Quality assurance in practice learning (QAPL) says so. The QAPL again.", []),
        ("The HEIs (higher education institutions) agree.", []),
        ("An HEI is a higher education institution.", []),
        ("The HEIs agree with higher education institutions.", ["HEI"]),
        ("HEI stands for higher education institution.", []),
        ("The NHS and the UK. World War II. Plan B. U16 and E40.", []),
        ("She has a PhD and wrote eLearning.", []),
    ],
)
def test_abbreviations_that_nobody_explains_are_told_once(text: str, told: list[str]) -> None:
    assert [one.words for one in remarks(text) if one.kind == "abbreviation"] == told


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? “Four.” 5 of 6 came.", ["One.", "Two!", "Three?", "“Four.”"]),
        ("See e.g. Leeds. Dr. Ames came, i.e. Ann.", ["See e.g. Leeds."]),
        ("It costs 3.50 a day.", []),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    found = list(split(text))
    assert found[: len(sentences)] == sentences
    assert len(found) == len(sentences) + bool(text)


def test_another_language_is_looked_at_for_length_alone() -> None:
    found = look_over("summary", document(LONG, "It was said by the BCC.", language="cy"))
    assert [one.kind for one in found.remarks] == ["long"]
    assert found.age is None
    assert "not in English" in summed_up([found])


def test_the_note_sums_up_and_names_the_option() -> None:
    found = look_over(
        "summary", document(*[f"{LONG} Over {at} days it was said again." for at in range(15)])
    )
    assert summed_up([found]) == (
        "plain English: summary (reading age about 8, 1 sentence over 25 words, 15 passives). "
        "`themer report --plain-english` lists them."
    )
    nothing = look_over("briefing", document("All is well."))
    assert summed_up([nothing]) == "plain English: briefing (nothing to tell)."
