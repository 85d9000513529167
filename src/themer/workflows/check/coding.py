"""Checks of decisions and themes: that each still names the exact words that were coded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from themer.errors import Problem
from themer.model.codebook import STATUSES
from themer.model.decision import Decision
from themer.model.relocating import relocated
from themer.model.theme import ThemesFile
from themer.workflows.check.context import Context, Found, Places, repeated


def problems(context: Context) -> Iterator[Problem]:
    """Check the decisions that stand, and the passages that themes rest on."""
    for coder in context.coders:
        lines = {event.id: number for number, event in enumerate(coder.value, 1)}
        for event in context.standing_by_file[coder.path]:
            for number, message, advice in _decision_faults(context, event):
                severity = "advice" if advice else "error"
                line = lines[event.id]
                yield Problem(coder.path, line, 0, f"DE{number}", message, severity)
        yield from _gone_problems(context, coder, lines)
        yield from _stranger_problems(coder)
    if context.themes is not None:
        yield from _theme_problems(context, Places(context.themes, "TH"))


def _gone_problems(
    context: Context, coder: Found[tuple[Decision, ...]], lines: Mapping[str, int]
) -> Iterator[Problem]:
    """Name each conversation that has gone once, at the first decision on it."""
    found: dict[str, list[int]] = {}
    for event in context.standing_by_file[coder.path]:
        if event.action == "status" or event.interview is None:
            continue
        if event.interview not in context.interviews_by_id and not context.is_unread(
            event.interview
        ):
            found.setdefault(event.interview, []).append(lines[event.id])
    for interview, places in found.items():
        many = f"{len(places)} decision{'s' * (len(places) != 1)}"
        message = f'{many} on the conversation "{interview}", which has gone'
        yield Problem(coder.path, min(places), 0, "DE021", message)


def _stranger_problems(coder: Found[tuple[Decision, ...]]) -> Iterator[Problem]:
    """Name a file that is not, or not only, of the coder whose name it has; once a file."""
    name = coder.path.stem
    strangers = [n for n, event in enumerate(coder.value, 1) if event.coder != name]
    if strangers:
        others = ", ".join(sorted({event.coder for event in coder.value} - {name}))
        message = (
            f"{len(strangers)} decisions of {others} stand in the file of {name}. Move them to "
            "the file of who made them; a copy that a sync program left can go"
        )
        yield Problem(coder.path, strangers[0], 0, "DE034", message)


def _decision_faults(context: Context, event: Decision) -> Iterator[tuple[str, str, bool]]:
    if event.code is not None and event.code not in context.codes and context.knows_all_questions:
        yield "021", f'the code "{event.code}" is in no codebook of this study', False
    if event.action == "status":
        if event.status not in STATUSES:
            yield "022", f'"{event.status}" is not one of {", ".join(STATUSES)}', False
        return
    if event.interview is None:
        return
    interview = context.interviews_by_id.get(event.interview)
    if interview is None:
        return  # said once for the whole conversation, or its own file is named
    if interview.state == "withdrawn":
        if event.text is not None or event.reason is not None:
            said = f'the conversation "{event.interview}" was withdrawn; its words must go'
            yield "040", said, False
    elif event.question is None or event.question not in interview.answers:
        yield "021", f'"{event.question}" has no answer in "{event.interview}" any more', False
    elif event.text is not None:
        answer = interview.answers[event.question]
        yield from _place_faults(answer.coded_text, event)


def _place_faults(text: str, event: Decision) -> Iterator[tuple[str, str, bool]]:
    start, end, words = event.start or 0, event.end or 0, event.text or ""
    found = relocated(text, start, end, words)
    if found is None:
        said = f'the words "{_in_line(words)}" that were coded have gone, so this counts no more'
        yield "042", f"{said}. Look at the answer in themer code", True
    elif found != (start, end):
        moved = f"from {start} to {found[0]}"
        yield "043", f"the words that were coded moved {moved} with an edit; they count there", True


def _in_line(words: str) -> str:
    """Give the beginning of what was said on one line, as a problem has one line."""
    return " ".join(words[:40].splitlines())


def _theme_problems(context: Context, places: Places[ThemesFile]) -> Iterator[Problem]:
    assert context.themes is not None
    themes = context.themes.value.value.themes
    for identity in repeated(theme.id for theme in themes):
        yield places.problem("020", ("themes",), f'two themes have the id "{identity}"')
    for number, theme in enumerate(themes):
        for key, passages in (("members", theme.members), ("contrary", theme.contrary)):
            for index, passage in enumerate(passages):
                here = ("themes", number, key, index)
                interview = context.interviews_by_id.get(passage.interview)
                answer = None if interview is None else interview.answers.get(passage.question)
                if answer is None:
                    if context.is_unread(passage.interview):
                        continue
                    message = f'"{passage.interview}" has no answer to "{passage.question}"'
                    yield places.problem("021", here, message)
                elif not relocated(answer.coded_text, passage.start, passage.end, passage.text):
                    message = f'the words "{_in_line(passage.text)}" have gone from their answer'
                    yield places.problem("042", here, message)
        if theme.status == "named" and not theme.members:
            message = f'"{theme.id}" has no passages left, so it counts nobody'
            yield places.problem("035", ("themes", number), message, advice=True)
