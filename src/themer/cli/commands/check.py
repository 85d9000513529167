"""``themer check``."""

from __future__ import annotations

import json

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, put_words, say
from themer.errors import ExitCode, Problem


@click.command("check")
@study_option
@json_option
def command(study: str | None, as_json: bool) -> int:
    """Check every file of the study; all problems at once."""
    from themer.workflows.check import check_study

    result = check_study(open_study(study))
    if as_json:
        put(json.dumps([_as_plain(problem) for problem in result.problems], indent=1))
    else:
        for problem in result.problems:
            mark = "advice: " if problem.severity == "advice" else ""
            put_words(f"{problem.place}: {problem.code} {mark}{problem.message}", hang=2)
        say(_summary(result.files, len(result.errors), len(result.problems)))
    return ExitCode.PROBLEMS if result.errors else ExitCode.FINE


def _summary(files: int, errors: int, problems: int) -> str:
    advice = problems - errors
    parts = [f"{files} files read"]
    parts.append("no problem" if not errors else f"{errors} problem{'s' * (errors != 1)}")
    if advice:
        parts.append(f"{advice} piece{'s' * (advice != 1)} of advice")
    return ", ".join(parts) + "."


def _as_plain(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path.as_posix(),
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
    }
