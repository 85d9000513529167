"""``themer`` itself: the commands by name, each imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from themer.cli.options import study_option

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Make the fictional study and go the whole way to its report."),
    "new": ("new", "Begin a study: a folder with commented examples."),
    "check": ("check", "Check every file of the study; all problems at once."),
    "contacts": ("contacts", "List how far contact has come with each unit, and note a step."),
    "interview": ("interview", "Hold a conversation, or go on with one."),
    "record": ("record", "Write a conversation as a record for its partner to confirm."),
    "analyse": ("analyse", "Suggest codes and candidate themes for what was said."),
    "code": ("code", "Decide what the machine suggests, and code by hand."),
    "agreement": ("agreement", "Say where coders differ, and how far they agree beyond chance."),
    "codebook": ("codebook", "Add, edit, split, merge and retire codes, each with a reason."),
    "themes": ("themes", "Decide on themes: name, merge, split, refuse, and see where they lie."),
    "matrix": ("matrix", "See what each organisation said of each code, and sum it up."),
    "actions": ("actions", "Plan what will be done about the findings, by whom and by when."),
    "figures": ("figures", "Count: facts, components, themes, workforce, with every base."),
    "redact": ("redact", "Decide on names in words that a report prints."),
    "report": ("report", "Write the executive summary and its evidence."),
    "export": ("export", "Write what was coded as CSV or as an Excel workbook."),
    "verify": ("verify", "Read a finished document back: does every figure and quote hold?"),
    "withdraw": ("withdraw", "Take out what a partner said, because they withdrew their consent."),
    "purge": ("purge", "Remove every conversation, after the retention date."),
    "history": ("history", "Say who changed a conversation, and when."),
    "import": ("import_table", "Make conversations from a table of answers."),
    "tag": ("tag", "Suggest codes for the answers of a table; no study needed."),
    "group": ("group", "Group the answers of a table into themes; no study needed."),
    "templates": ("templates", "List the report templates, and copy one to change it."),
    "schema": ("schema", "Write the JSON Schemas that editors complete and underline with."),
    "doctor": ("doctor", "Look at this machine: terminal, language model, folder."),
}
"""Name → module of ``themer.cli.commands`` and the line that ``--help`` shows."""


class LazyGroup(click.Group):
    """Commands whose modules are imported when they are called, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which a study needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"themer.cli.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which are near."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f' Did you mean "{near[0]}"?' if near else ' "themer --help" lists them.'
            raise click.UsageError(f'There is no command "{args[0]}".{hint}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _show_version(context: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    if wanted and not context.resilient_parsing:
        from themer import __version__

        click.echo(f"themer {__version__}")
        context.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@study_option
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and leave.",
)
@click.pass_context
def themer(context: click.Context, study: str | None) -> int | None:
    """Walk people through semi-structured conversations, code what they said, report what holds.

    Without a command: the home screen of the study that this folder lies in.
    """
    context.obj = study
    if context.invoked_subcommand is not None:
        return None
    from themer.cli.commands.home import open_home

    return open_home(study)
