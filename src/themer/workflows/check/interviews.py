"""Checks of interviews against their question sets, the register and their own words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from themer.errors import Problem
from themer.model.facts import FactError, read_fact
from themer.model.interview import Answer, Interview
from themer.model.question_set import Question, QuestionSet
from themer.storage.files import Stored
from themer.storage.reading import Location
from themer.workflows.check.context import Context, Found, Places, repeated

_MOST_NAMED = 3


def problems(context: Context) -> Iterator[Problem]:
    """Check every interview."""
    for found in context.interviews:
        yield from _interview_problems(context, found)
    yield from _version_problems(context)
    for identity in repeated(found.value.value.id for found in context.interviews):
        twice = [found for found in context.interviews if found.value.value.id == identity]
        names = ", ".join(found.path.name for found in twice)
        message = f'"{identity}" stands in several files ({names}). Keep what is right in one'
        yield Places(twice[-1], "IN").problem("020", ("id",), message)
    for found in context.copies:
        identity = found.value.value.id
        message = f'another copy of "{identity}" that is not counted. Open {identity} to join it'
        yield Places(found, "IN").problem("056", ("id",), message, advice=True)


def _interview_problems(context: Context, found: Found[Stored[Interview]]) -> Iterator[Problem]:
    places, interview = Places(found, "IN"), found.value.value
    if found.path.stem != interview.id:
        message = f'the file is named {found.path.name}, and its id is "{interview.id}"'
        yield places.problem("032", ("id",), message, advice=True)
    yield from _register_problems(context, places, interview)
    yield from _consent_problems(places, interview)
    yield from _copy_problems(places, interview)
    question_set = context.questions_of(interview.set)
    if question_set is None:
        if not context.knows_all_questions:
            return
        known = ", ".join(context.sets_by_id) or "none"
        message = (
            f'there is no question set "{interview.set.id}" in question_sets/ (there: {known})'
        )
        yield places.problem("025", ("set",), message)
        return
    yield from _same_version_problems(context, places, interview)
    for question_id, answer in interview.answers.items():
        yield from _answer_problems(places, interview, question_set, question_id, answer)
    yield from _confirmation_problems(places, interview, question_set)


def _confirmation_problems(
    places: Places[Interview], interview: Interview, question_set: QuestionSet
) -> Iterator[Problem]:
    confirmation = interview.confirmation
    if confirmation is None:
        return
    here = ("confirmation", "corrections")
    for number, correction in enumerate(confirmation.corrections):
        asked = correction.question
        if asked is not None and question_set.question(asked) is None:
            message = f'a correction is about "{asked}", which is no question of the set'
            yield places.problem("021", (*here, number), message)
    first = min((sitting.date for sitting in interview.sittings), default=None)
    days = [
        (("confirmation", "sent"), confirmation.sent),
        (("confirmation", "confirmed"), confirmation.confirmed),
        *(((*here, n), one.at) for n, one in enumerate(confirmation.corrections)),
    ]
    for place, day in days:
        if day is not None and first is not None and day < first:
            message = f"{day} lies before the conversation, which was on {first}"
            yield places.problem("047", place, message)


def _copy_problems(places: Places[Interview], interview: Interview) -> Iterator[Problem]:
    waiting = dict.fromkeys(copy.question for copy in interview.other_copies)
    if waiting:
        message = (
            f"two copies differ in {', '.join(waiting)}: nothing of it is quoted until somebody "
            "settles which holds, in the desk (alt+m)"
        )
        yield places.problem("055", ("other_copies",), message, advice=True)


def _version_problems(context: Context) -> Iterator[Problem]:
    """Name each set under other versions of which interviews were held, once, at its file."""
    held: dict[str, list[Found[Stored[Interview]]]] = {}
    for found in context.interviews:
        now = context.sets_by_id.get(found.value.value.set.id)
        if now is None or now.version != found.value.value.set.version:
            held.setdefault(found.value.value.set.id, []).append(found)
    for set_id, others in held.items():
        which = _counted([found.value.value.id for found in others])
        file = next((found for found in context.sets if found.value.value.id == set_id), None)
        if file is not None:
            message = f"{which} held under another version than {file.value.value.version}"
            yield Places(file, "IN").problem("033", ("version",), message, advice=True)
        elif context.questions_of(others[0].value.value.set) is not None:
            message = (
                f'the set "{set_id}" has gone from question_sets/; a kept version stands in. '
                f"{which} held with it"
            )
            yield Places(others[0], "IN").problem("033", ("set",), message, advice=True)


def _counted(interviews: list[str]) -> str:
    """Say how many conversations, with the first few of them."""
    named = ", ".join(interviews[:_MOST_NAMED]) + ", …" * (len(interviews) > _MOST_NAMED)
    one = len(interviews) == 1
    return (
        f"{len(interviews)} conversation{'' if one else 's'} ({named}) {'was' if one else 'were'}"
    )


def _same_version_problems(
    context: Context, places: Places[Interview], interview: Interview
) -> Iterator[Problem]:
    held, now = interview.set, context.sets_by_id.get(interview.set.id)
    if now is None or held.version != now.version:
        return
    if held.sha256 not in (None, _sha256_of_set(context, held.id)):
        message = (
            f'the set "{held.id}" has changed since, and is still version {now.version}. '
            "Give it a new version"
        )
        yield places.problem("036", ("set",), message, advice=True)


def _sha256_of_set(context: Context, set_id: str) -> str:
    return next(f.value.sha256 for f in context.sets if f.value.value.id == set_id)


def _register_problems(
    context: Context, places: Places[Interview], interview: Interview
) -> Iterator[Problem]:
    study = context.study.value.value
    if study.unit == "respondent":
        return
    unit = study.find_unit(interview.unit)
    if unit is None:
        message = f'the unit "{interview.unit}" is not in study.yaml'
        yield places.problem("021", ("unit",), message)
    elif unit[0].id != interview.organisation:
        message = (
            f'the unit belongs to "{unit[0].id}" in study.yaml, not "{interview.organisation}"'
        )
        yield places.problem("021", ("organisation",), message)


def _consent_problems(places: Places[Interview], interview: Interview) -> Iterator[Problem]:
    has_words = bool(interview.answers) or bool(interview.unassigned)
    left = (interview.roster, interview.other_copies, interview.next_steps, interview.confirmation)
    if interview.state == "withdrawn" and (has_words or any(left)):
        message = (
            "it was withdrawn, and what was said is still here. It must go: themer withdraw "
            f"{interview.id}"
        )
        yield places.problem("040", ("answers",), message)
    elif has_words and interview.consent is None:
        message = "it has answers and no consent, so nothing in it may be quoted"
        yield places.problem("041", (), message, advice=True)
    elif has_words and interview.consent is not None and not interview.consent.take_part:
        message = "it has answers, and the partner did not agree to take part. They must go"
        yield places.problem("040", ("consent",), message)


def _answer_problems(
    places: Places[Interview],
    interview: Interview,
    question_set: QuestionSet,
    question_id: str,
    answer: Answer,
) -> Iterator[Problem]:
    here = ("answers", question_id)
    question = question_set.question(question_id)
    if question is None:
        near = difflib.get_close_matches(question_id, [q.id for q in question_set.questions()], 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        message = f'"{question_id}" is not a question of the set "{question_set.id}".{hint}'
        yield places.problem("021", here, message)
        return
    yield from _fact_problems(places, here, question, answer)
    yield from _verbatim_problems(places, here, interview, answer)
    yield from _restricted_problems(places, here, answer)
    known = {probe.id for probe in question.probes}
    for probe in answer.probes_used:
        if probe not in known:
            message = f'"{probe}" is not a probe of this question'
            yield places.problem("021", (*here, "probes_used"), message)


def _restricted_problems(
    places: Places[Interview], here: Location, answer: Answer
) -> Iterator[Problem]:
    for name, text in (("restricted", answer.noted), ("restricted_copy", answer.fair_copy or "")):
        for passage in getattr(answer, name):
            if not passage.start < passage.end <= len(text):
                message = f"a restricted passage ends at {passage.end}, outside its text"
                yield places.problem("043", (*here, name), message)
    open_copy = list(answer.fair_copy or "")
    for passage in answer.restricted_copy:
        open_copy[passage.start : passage.end] = "\0" * (passage.end - passage.start)
    for passage in answer.restricted:
        if answer.noted[passage.start : passage.end] in "".join(open_copy):
            message = "words that are restricted in the notes stand open in the fair copy"
            yield places.problem("045", (*here, "fair_copy"), message)


def _fact_problems(
    places: Places[Interview], here: Location, question: Question, answer: Answer
) -> Iterator[Problem]:
    if answer.fact is None:
        return
    if answer.state != "answered":
        message = f"it has a fact, and its state is {answer.state}. Keep one of them"
        yield places.problem("044", here, message)
    try:
        read_fact(question.answer, answer.fact)
    except FactError as error:
        yield places.problem("022", (*here, "fact"), str(error))


def _verbatim_problems(
    places: Places[Interview], here: Location, interview: Interview, answer: Answer
) -> Iterator[Problem]:
    people = {person.id for person in interview.roster}
    for number, passage in enumerate(answer.verbatim):
        place = (*here, "verbatim", number)
        found = answer.noted[passage.start : passage.end]
        if found != passage.text:
            message = (
                f'the quote "{passage.text[:40]}" is not what stands at {passage.start} to '
                f'{passage.end} of the noted text ("{found[:40]}"). A quote is never altered'
            )
            yield places.problem("042", place, message)
        if passage.speaker is not None and passage.speaker not in people:
            message = f'the speaker "{passage.speaker}" is not in the roster'
            yield places.problem("021", place, message)
