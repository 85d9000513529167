"""``themer report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import put, say
from themer.errors import ExitCode

if TYPE_CHECKING:
    from themer.workflows.reporting.report import Wanted


@click.command("report")
@click.option(
    "--to",
    "formats",
    metavar="FORMATS",
    help="What to write, with commas between: docx, html, md, pdf, pptx. Else docx, html and md.",
)
@click.option(
    "--only",
    metavar="DOCUMENTS",
    help="Which of summary, briefing, slides, evidence and your own; else all but the slides.",
)
@click.option(
    "--profile",
    type=click.Choice(["internal", "shareable"]),
    default="internal",
    show_default=True,
    help="For those inside, or to be shared: small counts and sensitive questions left out.",
)
@click.option(
    "--partner",
    metavar="ID",
    help="Write this organisation's own sheet instead, for it to confirm.",
)
@click.option(
    "--review-copy",
    is_flag=True,
    help="Beside each Word document a copy to check, with the evidence behind it in comments.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where to write; else reports/ in the study, under the report's id.",
)
@click.option(
    "--since",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Write nothing; list what the study gives otherwise than this document of an earlier one.",
)
@click.option(
    "--plain-english",
    "as_read",
    is_flag=True,
    help="Write nothing; list long sentences, passives and abbreviations that nobody explains.",
)
@click.option(
    "--take-edits",
    "edited",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take what somebody changed in the author sections of this .docx into report_text/; "
    "shows it first and asks.",
)
@click.option("--yes", is_flag=True, help="With --take-edits: do not ask.")
@click.option(
    "--watch",
    is_flag=True,
    help="Make the pages as HTML in reports/preview/, and again after every change, until ctrl-C.",
)
@study_option
def command(
    formats: str | None,
    only: str | None,
    profile: Literal["internal", "shareable"],
    partner: str | None,
    out: Path | None,
    since: Path | None,
    *,
    review_copy: bool,
    as_read: bool,
    edited: Path | None,
    yes: bool,
    watch: bool,
    study: str | None,
) -> int:
    """Write the executive summary, the briefing, the slides and the evidence behind them."""
    if since is not None:
        _list_changes(since, study)
        return ExitCode.FINE
    if edited is not None:
        from themer.cli.report_edits import take

        return take(edited, study, yes=yes)
    from themer.workflows.reporting.report import Wanted, write_report

    wanted = Wanted(_listed(formats), _listed(only), profile, partner, review_copy)
    if as_read:
        _list_remarks(wanted, study)
        return ExitCode.FINE
    if watch:
        from themer.cli.report_watch import follow

        follow(wanted, study, out)
    written = write_report(open_study(study), wanted, out=out)
    for path in written.paths:
        put(str(path))
    for note in written.notes:
        say(f"Note: {note}")
    return ExitCode.FINE


def _list_remarks(wanted: Wanted, study: str | None) -> None:
    from themer.report.plain_english import summed_up
    from themer.workflows.reporting.plain_english import plain_english

    found = plain_english(open_study(study), wanted)
    for document in found:
        for one in document.remarks:
            place = f"report_text/{one.author}.md" if one.author else one.section or "at the start"
            many = f", {one.times} times" if one.times > 1 else ""
            told = {
                "long": f"{one.length} words",
                "passive": f"passive “{one.words}”{many}",
                "abbreviation": f"“{one.words}” is not explained",
            }[one.kind]
            put(f"{document.document}: {place}: {told}: {one.sentence}")
    say(summed_up(found)[:1].upper() + summed_up(found)[1:])


def _listed(words: str | None) -> list[str] | None:
    """Split names with commas between; nothing asked for is None, and an empty list stays one."""
    if words is None:
        return None
    return [part.strip() for part in words.split(",") if part.strip()]


_SAID = {
    "changed": "{about}: was {was}, is {now}",
    "gone": "{about}: was {was}, is counted no more",
    "quote gone": "quote not to be printed any more ({now}): {about}",
    "renamed": "theme renamed: was “{was}”, is “{now}”",
    "theme gone": "theme gone: {about}",
    "new theme": "new theme: {about}",
}


def _list_changes(since: Path, study: str | None) -> None:
    from themer.workflows.reporting.since import changes_since

    found = changes_since(open_study(study), since)
    for change in found.changes:
        words = _SAID[change.kind].format(about=change.about, was=change.was, now=change.now)
        put(" ".join(f"{change.ledger_id.upper()} {words}".split()))
    for section, changes in found.author.items():
        named = ", ".join(change.ledger_id.upper() for change in changes)
        say(f"report_text/{section}.md stands in a part whose figures changed: {named}.")
    many = len(found.changes)
    say(f"{many} {'change' if many == 1 else 'changes'} since {found.report_id}.")
