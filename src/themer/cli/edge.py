"""The command line's edge: every error becomes a sentence and an exit code, in one place."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from themer.cli.printing import say
from themer.errors import ExitCode, ProblemsError, ThemerError


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: As typed after ``themer``.

    Returns:
        The exit code; nothing is raised but what ends the process from outside.
    """
    from themer.cli.root import themer

    try:
        result = themer.main(list(arguments), prog_name="themer", standalone_mode=False)
    except ThemerError as error:
        return _tell(error)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        say("Stopped.")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        _tell_usage(error)
        return ExitCode.INPUT
    except KeyboardInterrupt:
        say("Stopped.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FINE
    except Exception as error:  # the one place where a bug becomes a sentence
        return _tell_bug(error)
    return result if isinstance(result, int) else ExitCode.FINE


def _tell(error: ThemerError) -> int:
    if isinstance(error, ProblemsError):
        for problem in error.problems:
            say(str(problem))
        number = len(error.problems)
        say(f"{number} {'problem' if number == 1 else 'problems'}.")
    else:
        say(f"themer: {error}")
    return error.exit_code


def _tell_usage(error: click.ClickException) -> None:
    said = io.StringIO()
    error.show(said)
    say(said.getvalue().rstrip("\n"))


def _tell_bug(error: Exception) -> int:
    """Say what broke and where, without values: an answer's words never reach a crash report."""
    place = "unknown place"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "themer" in code.co_filename:
            place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"  # noqa: PTH119
        trace = trace.tb_next
    say(
        f"themer: a fault in themer itself ({type(error).__name__} at {place}). "
        "What you typed and what was saved is untouched; please report this line."
    )
    if os.environ.get("THEMER_DEBUG"):
        raise error
    return ExitCode.BUG
