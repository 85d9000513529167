"""A record holds what the partner said, all of it, and nothing else."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from formats_page import EXAMPLES
from themer.errors import RefusedError
from themer.model.interview import (
    Answer,
    Attendee,
    Correction,
    Interview,
    OtherCopy,
    Passage,
    Practice,
    Verbatim,
)
from themer.model.study import RecordReply
from themer.report.record import make_record
from themer.report.record_opening import RecordSource
from themer.report.writers.docx_document import write_docx
from themer.report.writers.docx_inline import bookmark_name
from themer.report.writers.html import write_html
from themer.report.writers.markdown import write_markdown
from themer.storage import files


def read(kind: files.Kind[files.T], name: str) -> files.T:
    return files.interpret_text(kind, EXAMPLES[name], Path(name))


def source(**changes: object) -> RecordSource:
    interview = read(files.INTERVIEW, "interview.yaml")
    return RecordSource(
        read(files.STUDY, "study.yaml"),
        read(files.QUESTION_SET, "question_set.yaml"),
        replace(interview, **changes),  # type: ignore[arg-type]
    )


def with_answer(question: str, answer: Answer, **changes: object) -> RecordSource:
    found = source()
    answers = {**found.interview.answers, question: answer}
    return replace(found, interview=replace(found.interview, answers=answers, **changes))


def said(one: RecordSource) -> str:
    return write_markdown(make_record(one, data_sha256="00ff"))


def test_every_answer_is_there_in_the_order_of_asking() -> None:
    text = said(source())
    order = [
        "1. Do you take books",
        "2. How many home visits",
        "5. How do books",
        "9. What is hard",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "**Recorded:** Partly" in text
    assert "By post, By a volunteer" in text


def test_a_fair_copy_stands_for_the_notes() -> None:
    text = said(source())
    assert "Finding drivers, and then insuring them. One person does most of it." in text
    assert "finding drivers, then insurance" not in text


def test_an_awaited_figure_says_from_whom_and_by_when_and_what_is_missing() -> None:
    text = said(source())
    assert "awaited from the librarian's diary by 6 February 2026; as at 31 January 2026" in text
    assert "visits offered: 40" in text
    assert "visits held: awaited" in text


def test_word_for_word_is_set_apart_and_says_whether_it_may_be_quoted() -> None:
    text = said(source())
    assert "“nobody asked for the van back”" in text
    assert "— branch librarian, word for word. We may quote this." in text
    consent = source().interview.consent
    assert consent is not None
    assert "We will not quote this." in said(source(consent=replace(consent, quote=False)))


def test_states_without_an_answer_stand_apart() -> None:
    without = said(source()).split("## Questions without an answer")[1]
    assert without.index("Not asked:") < without.index("Volunteers and visits wanted")
    assert without.index("You did not know:") < without.index("When did you last look")
    assert without.index("You preferred not to say:") < without.index("What do you pay")
    assert "county's van" not in without  # retired


def test_a_declined_question_with_words_keeps_both() -> None:
    text = said(with_answer("pay", Answer(state="declined", noted="ask the treasurer")))
    assert "**Recorded:** You preferred not to say" in text
    assert "ask the treasurer" in text


def test_restricted_words_are_left_out_wherever_they_stand() -> None:
    answer = Answer(
        noted="Ruth Pell keeps the keys",
        restricted=(Passage(0, 9),),
        fair_copy="Keys are kept by Ruth Pell.",
        follow_up="ring Ruth Pell",
        practice=Practice("a key board", ask="Ruth Pell"),
        verbatim=(Verbatim(0, 24, "Ruth Pell keeps the keys", may_use=True, speaker="p1"),),
    )
    text = said(with_answer("hardest", answer, unassigned=("Ruth Pell has a van",)))
    assert "Pell" not in text
    assert "Keys are kept by \\[…\\]." in text
    assert "ring \\[…\\]" in text


def test_restricted_words_are_left_out_of_a_fact_that_is_a_text() -> None:
    answer = Answer(noted="Ruth Pell", restricted=(Passage(0, 9),), fact="Ruth Pell, since May")
    found = with_answer("hardest", answer)
    text = EXAMPLES["question_set.yaml"].replace("answer: none ", "answer: text ")
    questions = files.interpret_text(files.QUESTION_SET, text, Path("question_set.yaml"))
    written = said(replace(found, questions=questions))
    assert "**Recorded:** \\[…\\], since May" in written
    assert "Pell" not in written


def test_no_quote_holds_words_that_are_restricted_elsewhere_in_the_answer() -> None:
    noted = "Ruth Pell has it. ask Ruth Pell"
    quote = Verbatim(18, 31, "ask Ruth Pell", may_use=True, speaker="p1")
    answer = Answer(noted=noted, restricted=(Passage(0, 9),), verbatim=(quote,))
    text = said(with_answer("hardest", answer))
    assert "Pell" not in text
    assert "“ask" not in text


def test_words_of_nobody_who_refused_and_of_no_unsettled_copy_are_quoted() -> None:
    interview = source().interview
    roster = (Attendee("p1", "branch librarian", agreed=False),)
    assert "“nobody asked" not in said(source(roster=roster))
    copy = OtherCopy("has_home_service", Answer(noted="other"), _now(interview), "a file")
    copied = said(source(other_copies=(copy,), unassigned=("(other copy, pay) 70 GBP",)))
    assert "“nobody asked" not in copied
    assert "70 GBP" not in copied


def _now(interview: Interview):  # type: ignore[no-untyped-def]
    assert interview.consent is not None
    return interview.consent.at


def test_what_they_were_told_of_others_is_not_theirs_to_confirm() -> None:
    assert "two of four branches" not in said(source())


def test_corrections_stand_beside_what_was_said() -> None:
    text = said(source())
    beside = text.index("You asked us to note (9 February 2026):** It was four volunteers")
    assert text.index("post only since the van went") < beside < text.index("2. How many home")


def test_a_correction_of_the_whole_stands_at_the_end() -> None:
    confirmation = source().interview.confirmation
    assert confirmation is not None and confirmation.sent is not None
    whole = Correction("We are a service, not a branch", confirmation.sent)
    text = said(source(confirmation=replace(confirmation, corrections=(whole,))))
    assert "## What you asked us to note" in text
    assert text.index("a service, not a branch") > text.index("## Questions without an answer")


def test_who_answers_by_when() -> None:
    found = source()
    unasked = replace(found, study=replace(found.study, record_reply=None))
    assert "Send it back to whoever sent it to you." in said(unasked)
    asked = replace(found.study, record_reply=RecordReply("the office", 10))
    assert "Send it to the office by 15 February 2026." in said(replace(found, study=asked))
    unsent = replace(found.interview, confirmation=None)
    again = replace(found, study=asked, interview=unsent)
    assert "Send it to the office within 10 days." in said(again)


def test_an_open_conversation_says_so_and_a_confirmed_one_too() -> None:
    assert "not finished" in said(source(state="open"))
    confirmation = source().interview.confirmation
    assert confirmation is not None
    done = replace(confirmation, confirmed=confirmation.sent, by="branch librarian")
    assert "Confirmed on 5 February 2026 by branch librarian." in said(source(confirmation=done))


@pytest.mark.parametrize("withdrawn", [True, False])
def test_nothing_is_written_without_consent(withdrawn: bool) -> None:
    consent = source().interview.consent
    assert consent is not None
    refused = (
        source(state="withdrawn")
        if withdrawn
        else source(consent=replace(consent, take_part=False))
    )
    with pytest.raises(RefusedError):
        make_record(refused, data_sha256="00ff")
    with pytest.raises(RefusedError):
        make_record(source(consent=None), data_sha256="00ff")


def test_words_are_never_markup_and_never_tidied() -> None:
    nasty = "  two  spaces <b>&amp;</b> *[sic]* | \n\n# no heading\n\ttab"
    document = make_record(with_answer("hardest", Answer(noted=nasty)), data_sha256="00ff")
    page = write_html(document)
    assert "  two  spaces &lt;b&gt;&amp;amp;&lt;/b&gt; *[sic]* | <br><br># no heading" in page
    assert '<p class="noted">  two' in page
    assert "\\# no heading" in write_markdown(document)


def test_an_answer_to_a_question_that_the_set_lost_is_still_theirs() -> None:
    text = said(with_answer("gone", Answer(noted="about the bus")))
    assert "## Other questions" in text
    assert "about the bus" in text


def test_two_runs_give_the_same_bytes_and_word_has_room_to_write() -> None:
    import zipfile
    from io import BytesIO

    first, second = (write_docx(make_record(source(), data_sha256="00ff")) for _ in range(2))
    assert first == second
    xml = zipfile.ZipFile(BytesIO(first)).read("word/document.xml").decode()
    assert f'w:name="{bookmark_name("correct-section-now")}"' in xml
    assert "Anything to correct or to add?" in xml
    assert "Record harrow-hill-main-1" in xml
