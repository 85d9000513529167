"""Ten thousand texts of every kind of character go to the disk and come back as they were."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults.script import DrivenSaver
from themer.conversation.quoting import quote as quote_passage
from themer.conversation.session import Session
from themer.model.interview import Answer, Interview, SetReference
from themer.model.question_set import Question, QuestionSet, Section
from themer.storage import files
from themer.storage.durable import create_file
from themer.storage.journal import find_journals, recover
from themer.storage.writing import to_yaml

TEXTS, AT_ONCE = 10_000, 200
IDS = [f"q{number}" for number in range(AT_ONCE)]
PIECES = (
    "\r\n", "\n", "\r", "\t", " ", "  \n", "\n\n\n", "\0", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\uffff", "\ufffd", "\U0001fffe", "\U0010ffff", "\u00ad",
    "\u200b", "\u200d", "\u202e", "\u2066", "\u2069", "e\u0301\u0323", "\u0300",
    "\U0001f469\u200d\U0001f4bb", "\U0001f1ec\U0001f1e7", "שלום", "مرحبا", "漢字", "ﷺ", "a" * 3000,
    "---", "...", "- ", "? ", ": ", " #", "|", ">", "%YAML", "{", "[", "]", "}", "&a", "*a",
    "!!str", "'", '"', "\\", "`", "@", "~",
    "null", "yes", "no", "1e3", "0x1F", "2026-02-03", "<<", "=", "[sic]", "[/]", "[b]",
)  # fmt: skip
"""What has broken somebody's YAML, terminal or editor before."""


@cache
def of_every_kind() -> tuple[str, ...]:
    """A few hundred characters of every general category and plane that can be encoded."""
    chance = random.Random(5)
    found: dict[tuple[str, int], list[str]] = {}
    for code in range(0x110000):
        if not 0xD800 <= code <= 0xDFFF and (code < 0x3000 or code % 97 == 0):
            sign = chr(code)
            found.setdefault((unicodedata.category(sign), code >> 16), []).append(sign)
    return tuple(
        sign for kind in found.values() for sign in chance.sample(kind, min(40, len(kind)))
    )


def some_text(chance: random.Random) -> str:
    signs = of_every_kind()
    parts = []
    for _ in range(chance.choice((0, 1, 2, 5, 12, 30))):
        wild = chance.random()
        if wild < 0.45:
            parts.append(chance.choice(PIECES))
        elif wild < 0.8:
            parts.append("".join(chance.choices(signs, k=chance.randint(1, 8))))
        else:
            parts.append(chance.choice(("the van ", "nobody asked ", "two years ago")))
    return "".join(parts)


QUESTIONS = QuestionSet(
    schema="themer/question-set/1",
    id="many",
    version="1",
    title="Many",
    audience="branch",
    sections=(
        Section(
            id="all",
            title="All",
            questions=tuple(Question(id=i, ask=f"{i}?") for i in IDS),
        ),
    ),
)
EMPTY = Interview(
    schema="themer/interview/1",
    id="one",
    set=SetReference("many", "1"),
    unit="main",
    organisation="harrow-hill",
)


def test_ten_thousand_texts_come_back_from_the_file_and_from_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    chance = random.Random(20260222)
    path = tmp_path / "study" / "interviews" / "one.yaml"
    sha256 = create_file(path, to_yaml(EMPTY).encode())
    saver = DrivenSaver(tmp_path / "study", path, EMPTY, sha256)
    session = Session(QUESTIONS, EMPTY, IDS[0])
    seen: set[str] = set()
    count = 0
    while count < TEXTS:
        texts = {question: some_text(chance) for question in IDS}
        base = files.read(files.INTERVIEW, path).value
        for question, text in texts.items():
            session = session.go(question).write(text)[0]
        saver.note(session.interview)
        assert saver.flush_journal().fault is None
        (journal,) = find_journals(tmp_path / "study", "one")
        assert_same(texts, recover(journal, base), "journal")
        assert saver.flush().fault is None
        assert_same(texts, files.read(files.INTERVIEW, path).value, "file")
        count += len(texts)
        seen.update(*texts.values())
    assert saver.close().is_all_on_disk
    assert len(seen) > 1500, "too few kinds of character for the test to mean anything"
    assert {"\0", "\r", "\ufffe", "\U0010ffff", "\u202e", "\x85"} <= seen


def assert_same(texts: dict[str, str], found: Interview | None, where: str) -> None:
    assert found is not None
    other = [
        (text, found.answers.get(question, Answer()).noted)
        for question, text in texts.items()
        if found.answers.get(question, Answer()).noted != text
    ]
    assert other[:3] == [], f"other text in the {where}"


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_written_as_yaml_that_reads_back(text: str) -> None:
    interview = replace(EMPTY, answers={"q1": Answer(noted=text)})
    written = to_yaml(interview)
    assert files.interpret_text(files.INTERVIEW, written, Path("one.yaml")) == interview


def test_quotes_stay_word_for_word_through_two_thousand_edits() -> None:
    chance = random.Random(7)
    session = Session(QUESTIONS, EMPTY, IDS[0])
    marked = lost = 0
    for _ in range(2000):
        text = session.answer.noted
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 0, 1, 4, 40)))
        text = text[:start] + chance.choice(("", some_text(chance)[:60])) + text[end:]
        session, gone = session.write(text if len(text) < 4000 else text[:1000])
        lost += len(gone)
        for quote in session.answer.verbatim:
            assert session.answer.noted[quote.start : quote.end] == quote.text
        if chance.random() < 0.3 and (noted := session.answer.noted):
            start = chance.randrange(len(noted))
            if noted[start : start + 12].strip():
                session = quote_passage(session, start, start + 12, may_use=True)
                marked += 1
    assert marked > 100
    assert 0 < lost < marked
    assert session.answer.verbatim
