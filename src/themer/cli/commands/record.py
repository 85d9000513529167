"""``themer record``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import put, say
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.workflows.interviews.record import Confirming


_TODAY = "today"


@click.command("record")
@click.argument("interview_id", metavar="ID")
@click.option(
    "--to",
    "formats",
    metavar="FORMATS",
    default=None,
    help="What to write, with commas between: docx, html, md; docx unless told.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where to write; else records/ in the study.",
)
@click.option(
    "--sent",
    metavar="[DATE]",
    is_flag=False,
    flag_value=_TODAY,
    help="Note the day on which the record was sent; today where no day is given.",
)
@click.option("--corrections", is_flag=True, help="Note what the partner wants said otherwise.")
@click.option("--confirmed", metavar="DATE", help="Note the day on which it was confirmed.")
@click.option("--by", metavar="ROLE", help="Who confirmed it, by role.")
@study_option
def command(
    interview_id: str,
    formats: str | None,
    out: Path | None,
    sent: str | None,
    corrections: bool,
    confirmed: str | None,
    by: str | None,
    study: str | None,
) -> None:
    """Write a conversation as a record for its partner, and note what the partner says to it.

    Corrections are kept beside what was said, which is never changed; a record that is made
    afterwards shows both.
    """
    if by is not None and confirmed is None:
        raise InputError("--by says who confirmed it, so it goes with --confirmed DATE.")
    if sent == _TODAY:
        from themer.conversation.session import today

        sent = today().isoformat()
    folder = open_study(study)
    is_noting = corrections or sent is not None or confirmed is not None
    if is_noting:
        from themer.workflows.interviews.record import Confirming, Noted

        confirming = Confirming(folder, interview_id)
        try:
            confirming.note(Noted(sent=sent))
            if corrections:
                _ask_for_corrections(confirming)
            confirming.note(Noted(confirmed=confirmed, by=by))
            confirming.save()
            _tell(confirming)
        finally:
            confirming.close()
    if not is_noting or formats is not None or out is not None:
        from themer.workflows.interviews.record import write_record

        wanted = [part.strip() for part in (formats or "docx").split(",") if part.strip()]
        written = write_record(folder, interview_id, wanted, out)
        for path in written.paths:
            put(str(path))
        for note in written.notes:
            say(f"Note: {note}")


def _ask_for_corrections(confirming: Confirming) -> None:
    """Ask for one correction after the other; each is on the disk before the next."""
    from themer.conversation.session import today
    from themer.workflows.interviews.record import Noted

    say("What was said stays as it is; corrections are kept beside it.")
    while True:
        typed = _ask(
            "About which question? A number or part of its words, w: the whole, enter: done"
        )
        if not typed:
            return
        about = _find(confirming, typed)
        if about is None:
            continue
        question_id, title = about
        say(f"{title}. Their words; an empty line ends them:")
        words = "\n".join(iter(lambda: _ask(""), ""))
        if not words.strip():
            say("Nothing was typed, so nothing is noted.")
            continue
        day = _ask(f"On which day? enter: {today().isoformat()}") or today().isoformat()
        try:
            confirming.note(Noted(corrections=((question_id, words, day),)))
        except InputError as error:
            say(f"Not noted: {error}")
            continue
        confirming.save()
        say("Noted and saved.")


def _find(confirming: Confirming, typed: str) -> tuple[str | None, str] | None:
    """Find the question that is meant; None, and said so, where it is none or several."""
    if typed.casefold() == "w":
        return None, "The whole record"
    found = confirming.find(typed)
    if len(found) == 1:
        number, question = found[0]
        return question.id, f"{number}. {question.title}"
    if not found:
        say("There is no such question.")
    else:
        say("Which of these? Type its number.")
        for number, question in found:
            say(f"{number:>3}  {question.title}")
    return None


def _ask(words: str) -> str:
    """Ask for a line on standard error, so that standard output holds data alone.

    Returns:
        The line as typed; empty at the end of the input.
    """
    if words:
        say(words)
    click.echo("> ", nl=False, err=True)
    try:
        return input()
    except EOFError:
        return ""


def _tell(confirming: Confirming) -> None:
    noted = confirming.confirmation
    number = len(noted.corrections)
    say(f"{number} correction{'' if number == 1 else 's'} noted in all.")
    if noted.sent is not None:
        say(f"Sent on {noted.sent}.")
    if noted.confirmed is not None:
        say(f"Confirmed on {noted.confirmed}{f' by {noted.by}' if noted.by else ''}.")
