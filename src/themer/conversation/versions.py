"""A question set that changed while a conversation was half done: what changed, and going on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from themer.conversation.entry import fact_words
from themer.conversation.joining import in_words
from themer.model.facts import FactError, read_fact
from themer.model.interview import Answer, EarlierVersion, Interview, SetReference
from themer.model.question_set import AnswerType, Question, QuestionSet, Section

GONE = "no-longer-asked"
"""The section of questions that the set has no more, and that were answered."""


def describe_change(old: QuestionSet, new: QuestionSet, interview: Interview) -> tuple[str, ...]:
    """Say in words what became of the questions, and what it does to what is recorded.

    Args:
        old: The version with which the conversation was held so far.
        new: The version as it is now.
        interview: What is recorded.
    """
    before = {question.id: question for question in old.current()}
    after = {question.id: question for question in new.current()}
    said = [f"New: {question.title}" for key, question in after.items() if key not in before]
    for key, question in before.items():
        if key not in after:
            is_retired = new.question(key) is not None
            kept = "; its answer stays and is shown at the end" if key in interview.answers else ""
            what = "No longer asked" if is_retired else "Gone"
            said.append(f"{what}: {question.title}{kept}")
        else:
            said += _changes(question, after[key], interview.answers.get(key))
    return tuple(said) or ("Only its guidance, order or layout changed.",)


def _changes(old: Question, new: Question, answer: Answer | None) -> list[str]:
    said = []
    if old.ask != new.ask:
        said.append(f"Reworded: “{old.ask}” → “{new.ask}”")
    if old.answer != new.answer:
        line = f"Answered otherwise: {new.title}: {_kind(old.answer)} → {_kind(new.answer)}"
        if answer is not None and not fits(new, answer):
            recorded = fact_words(old.answer, answer.fact)
            line += f'; the fact "{recorded}" does not fit and goes to the words kept for later'
        said.append(line)
    probes = {probe.id for probe in old.probes}, {probe.id for probe in new.probes}
    if probes[0] != probes[1]:
        more, fewer = len(probes[1] - probes[0]), len(probes[0] - probes[1])
        counts = [f"{more} new" if more else "", f"{fewer} gone" if fewer else ""]
        said.append(f"Probes of {new.title}: {', '.join(filter(None, counts))}")
    return said


def _kind(answer: AnswerType) -> str:
    named = answer.type.replace("_", " ")
    listed = [answer.option_label(option) for option in answer.possible]
    listed += [field.label for field in answer.fields]
    limits = [f"{answer.min:g}" if answer.min is not None else "", "to"]
    limits += [f"{answer.max:g}" if answer.max is not None else ""]
    if answer.min is not None or answer.max is not None:
        listed.append(" ".join(filter(None, limits)))
    return f"{named} ({', '.join(listed)})" if listed else named


def fits(question: Question, answer: Answer) -> bool:
    """Say whether a recorded fact can be the fact of a question."""
    if answer.fact is None:
        return True
    try:
        read_fact(question.answer, answer.fact)
    except FactError:
        return False
    return True


def go_on(
    interview: Interview, old: QuestionSet | None, new: QuestionSet, sha256: str, at: dt.datetime
) -> Interview:
    """Go on with another version of the questions; what does not fit becomes kept words.

    Args:
        interview: What is recorded.
        old: The version so far, for the words of its facts; None where it was not kept.
        new: The version from now on.
        sha256: Of its file.
        at: An aware moment.
    """
    held = interview.set
    until = EarlierVersion(held.version, held.sha256, at.astimezone(dt.UTC).replace(microsecond=0))
    reference = SetReference(new.id, new.version, sha256, (*held.earlier, until))
    return fit(replace(interview, set=reference), new, old, held.version)


def fit(
    interview: Interview, questions: QuestionSet, old: QuestionSet | None, version: str
) -> Interview:
    """Turn facts that do not fit their questions into kept words, with all that was said of them.

    Args:
        interview: What is recorded.
        questions: The questions that it is to fit.
        old: Those under which it was recorded, where they are known.
        version: The version of those.
    """
    answers: dict[str, Answer] = dict(interview.answers)
    lines: list[str] = []
    for question_id, answer in interview.answers.items():
        question = questions.question(question_id)
        if question is None or fits(question, answer):
            continue
        was = old.question(question_id) if old is not None else None
        words = fact_words(was.answer, answer.fact) if was is not None else in_words(answer.fact)
        about = (answer.status, answer.as_at and f"as at {answer.as_at}", answer.source)
        said = ", ".join(part for part in (words, *about) if part)
        lines.append(f"(fact of “{question.title}”, version {version}) {said}")
        answers[question_id] = replace(answer, fact=None, status=None, as_at=None, source=None)
    return replace(interview, answers=answers, unassigned=(*interview.unassigned, *lines))


def with_gone(
    questions: QuestionSet, earlier: Iterable[QuestionSet], interview: Interview
) -> QuestionSet:
    """Add the questions that were answered and are asked no more, as a section at the end.

    Args:
        questions: The set of the conversation.
        earlier: Other versions of it, for the words of such questions.
        interview: What is recorded.
    """
    asked = {question.id for question in questions.current()}
    known: Mapping[str, Question] = {
        question.id: question
        for version in (*earlier, questions)
        for question in version.questions()
    }
    gone = [
        _as_asked(known.get(question_id), question_id)
        for question_id in interview.answers
        if question_id not in asked
    ]
    if not gone:
        return questions
    ids = {question.id for question in gone}
    kept = [
        replace(section, questions=left)
        for section in questions.sections
        if (left := tuple(q for q in section.questions if q.id not in ids))
    ]
    return replace(questions, sections=(*kept, Section(GONE, "No longer asked", tuple(gone))))


def with_earlier(questions: QuestionSet, earlier: Iterable[QuestionSet]) -> QuestionSet:
    """Add the questions that only earlier versions had, as retired ones in a section at the end.

    Args:
        questions: The set.
        earlier: Other versions of it.
    """
    known = {question.id for question in questions.questions()}
    gone = {
        question.id: replace(question, retired_in=question.retired_in or questions.version)
        for version in earlier
        for question in version.questions()
        if question.id not in known
    }
    if not gone:
        return questions
    last = Section(GONE, "No longer asked", tuple(gone.values()))
    return replace(questions, sections=(*questions.sections, last))


def _as_asked(question: Question | None, question_id: str) -> Question:
    """Give a question free of what only holds where it stood."""
    if question is None:
        return Question(question_id, f"({question_id}: its words are not known any more)")
    probes = tuple(replace(probe, when=None) for probe in question.probes)
    return replace(question, retired_in=None, core=False, when=None, probes=probes)
