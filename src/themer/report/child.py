"""The process that renders templates: JSON in, JSON out, within limits; jinja2 and no more."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError

from themer.report.compiling import faults_of, syntax_said
from themer.report.environment import MarkdownEnvironment, hydrate, near
from themer.report.filters import Blocks, MissingName
from themer.report.rendering import AT_WORK, MOST_CHARACTERS


def limit_memory(megabytes: int) -> None:
    """Ask the system to refuse more memory than this; Windows has no such limit to ask for."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit is the only one
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def render(order: dict[str, Any]) -> dict[str, Any]:
    """Render templates one after the other, and name each on standard error before it begins.

    Args:
        order: ``wanted`` (names), ``templates`` (name → source) and ``context``.

    Returns:
        ``rendered``: of each its ``markdown`` and the ``blocks`` put aside; or an ``error`` with
        its place.
    """
    context = {name: hydrate(value) for name, value in order["context"].items()}
    templates: dict[str, str] = order["templates"]
    rendered = []
    for name in order["wanted"]:
        print(f"{AT_WORK}{name}", file=sys.stderr, flush=True)
        environment, blocks = _prepared(templates, context)
        try:
            markdown = environment.get_template(name).render(context)
        except (JinjaError, MissingName, TypeError, ValueError, ArithmeticError) as error:
            return {"error": _explain(error, templates)}
        if len(markdown) > MOST_CHARACTERS:
            return {"error": {"message": "length", "template": name, "line": None}}
        rendered.append({"markdown": markdown, "blocks": blocks.aside})
    return {"rendered": rendered}


def _prepared(
    templates: dict[str, str], context: dict[str, Any]
) -> tuple[MarkdownEnvironment, Blocks]:
    environment = MarkdownEnvironment(templates, context)
    inner: dict[str, Any] = {
        "author_sections": tuple(name for name in templates if name.startswith("report_text/")),
        "figures": context.get("figures", {}),
        "quotes": context.get("quotes", {}),
        "quotes_kept": context.get("quotes_kept", {}),
        "globals": context,
    }
    blocks = Blocks(inner, environment)
    environment.filters.update(blocks.filters())
    environment.globals.update(blocks.functions())
    return environment, blocks


def look_over(order: dict[str, Any]) -> dict[str, Any]:
    """Find what is wrong in templates without rendering them.

    Args:
        order: ``check`` (the names to look at), ``templates`` (name → source) and ``names`` (what
            templates are given).

    Returns:
        ``faults``: ``kind`` (``syntax`` or ``name``), ``template``, ``line`` and ``message`` of
        each.
    """
    environment, _ = _prepared(order["templates"], dict.fromkeys(order["names"]))
    return {"faults": list(faults_of(environment, order["check"], order["templates"]))}


def _explain(error: Exception, templates: dict[str, str]) -> dict[str, Any]:
    if isinstance(error, TemplateSyntaxError):
        return {"message": syntax_said(error), "template": error.name, "line": error.lineno}
    template, line = _place(error, templates)
    message = str(error)
    if isinstance(error, TemplateNotFound):
        message = f'there is no template called "{error.name}". {near(str(error.name), templates)}'
    elif isinstance(error, SecurityError):
        message = f"a template may not do this: {error}"
    elif not isinstance(error, UndefinedError | MissingName):
        message = f"this cannot be worked out: {error}"
    return {"message": message, "template": template, "line": line}


def _place(error: Exception, templates: dict[str, str]) -> tuple[str | None, int | None]:
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if frame.filename in templates:
            return frame.filename, frame.lineno
    return None, None


def main() -> None:
    """Read an order from standard input, answer on standard output."""
    order = json.load(sys.stdin)
    limit_memory(order["memory_mb"])
    try:
        answer = look_over(order) if "check" in order else render(order)
    except MemoryError:
        answer = {"error": {"message": "memory", "template": None, "line": None}}
    except RecursionError:
        answer = {"error": {"message": "recursion", "template": None, "line": None}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
