"""Renders a template in a process of its own, with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themer.errors import TemplateError
from themer.report.marked_text import CLOSE, OPEN, Rich

TIME_LIMIT_SECONDS = 10.0
MEMORY_LIMIT_MB = 512
MOST_CHARACTERS = 10_000_000
"""What a template may print; the evidence of 200 conversations is a fifth of it."""
AT_WORK = "at "
"""What a line of the child begins with that names the template it is at."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template came to: Markdown with tokens, and the blocks that tokens stand for."""

    markdown: str
    blocks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Something wrong in a template that can be known before it is rendered."""

    is_syntax: bool
    """Whether it cannot be compiled; else a name in it is not there."""
    template: str
    line: int
    message: str


def render_templates(
    wanted: Sequence[str],
    templates: Mapping[str, str],
    context: Mapping[str, Any],
    *,
    seconds: float = TIME_LIMIT_SECONDS,
    memory_mb: int = MEMORY_LIMIT_MB,
) -> tuple[Rendered, ...]:
    """Render templates, all in one process: to start one takes longer than to render.

    Args:
        wanted: Their names among ``templates``.
        templates: Name → source of every template and author text that may be used.
        context: Name → plain values and `Rich` text; nothing else crosses the border.
        seconds: How long they may take together.
        memory_mb: How much memory they may use, where the system can be asked to see to it.

    Returns:
        What each came to, in order.

    Raises:
        TemplateError: One cannot be rendered; with file, line and what is missing.
    """
    for name, source in templates.items():
        _refuse_tokens(name, source)
    order = {
        "wanted": list(wanted),
        "templates": dict(templates),
        "context": context,
        "memory_mb": memory_mb,
    }
    answer = _ask_child(order, seconds, memory_mb)
    return tuple(Rendered(one["markdown"], tuple(one["blocks"])) for one in answer["rendered"])


def look_over_templates(
    wanted: Sequence[str], templates: Mapping[str, str], names: Iterable[str]
) -> tuple[TemplateFault, ...]:
    """Find what is wrong in templates without rendering them.

    Args:
        wanted: The names of those to look at.
        templates: Name → source of every template and author text that may be used.
        names: What templates are given.

    Raises:
        TemplateError: Looking took too long, or too much memory.
    """
    order = {
        "check": list(wanted),
        "templates": dict(templates),
        "names": sorted(names),
        "memory_mb": MEMORY_LIMIT_MB,
    }
    answer = _ask_child(order, TIME_LIMIT_SECONDS, MEMORY_LIMIT_MB)
    return tuple(
        TemplateFault(fault["kind"] == "syntax", fault["template"], fault["line"], fault["message"])
        for fault in answer["faults"]
    )


def _ask_child(order: Mapping[str, Any], seconds: float, memory_mb: int) -> dict[str, Any]:
    command = [sys.executable, "-I", "-X", "utf8", "-m", "themer.report.child"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(_plain(order)).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        template, _ = _progress(error.stderr)
        raise TemplateError(
            f"the template was still running after {seconds:g} seconds and was stopped.",
            hint="Look for a loop that does not end, or one inside another.",
            path=Path(template),
        ) from error
    return _answer(done, memory_mb)


def _progress(said: bytes | None) -> tuple[str, str]:
    """Tell which template the child was at, which it names line by line, and what else it said."""
    lines = (said or b"").decode("utf-8", "replace").splitlines()
    named = [line.removeprefix(AT_WORK) for line in lines if line.startswith(AT_WORK)]
    others = "\n".join(line for line in lines if not line.startswith(AT_WORK))
    return (named[-1] if named else "templates"), others


def _answer(done: subprocess.CompletedProcess[bytes], memory_mb: int) -> dict[str, Any]:
    template, said = _progress(done.stderr)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        # Out of memory before Python could say so, or killed from outside.
        answer = {"error": {"message": "memory", "template": template, "line": None}}
        if "MemoryError" not in said and done.returncode >= 0:
            answer["error"]["message"] = f"the rendering process ended: {said.strip()[-300:]}"
    if "error" in answer:
        raise _template_error(answer["error"], template, memory_mb)
    return answer


def _template_error(error: Mapping[str, Any], template: str, memory_mb: int) -> TemplateError:
    said = {
        "memory": f"the template needed more than {memory_mb} MB of memory and was stopped.",
        "recursion": "the template includes or calls itself without an end.",
        "length": f"the template prints more than {MOST_CHARACTERS:,} characters; look for a loop.",
    }
    message = said.get(error["message"], error["message"])
    return TemplateError(
        message, path=Path(error["template"] or template), line=error["line"] or None
    )


def _refuse_tokens(name: str, source: str) -> None:
    for number, line in enumerate(source.splitlines(), 1):
        if OPEN in line or CLOSE in line:
            raise TemplateError(
                "there is a character here (U+E000 or U+E001) that only themer may use.",
                hint="Delete it; it has no printed form.",
                path=Path(name),
                line=number,
            )


def _plain(value: Any) -> Any:
    if isinstance(value, Rich):
        return {"$rich": str.__str__(value)}
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
