"""What can be known to be wrong in templates before they are rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from jinja2 import TemplateSyntaxError, nodes

from themer.report.environment import MarkdownEnvironment, near

_LEFT_OPEN: Final = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_MET: Final = re.compile(r"Encountered unknown tag '(\w+)'")


def faults_of(
    environment: MarkdownEnvironment, wanted: Sequence[str], templates: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Find what is wrong in templates: what cannot be compiled, and names that nobody gives.

    A name that any template sets counts as known, since an included one may use it; so does one
    that a template asks for with ``is defined`` or ``| default``.

    Args:
        environment: With its filters and its global names.
        wanted: The templates to look at.
        templates: Name → source, of all of them.
    """
    trees = {}
    for name in templates:
        try:
            trees[name] = environment.parse(templates[name], name)
            environment.compile(templates[name], name)
        except TemplateSyntaxError as error:
            trees.pop(name, None)
            if name in wanted:
                yield _fault("syntax", name, error.lineno, syntax_said(error))
    known = {*environment.known, *environment.globals}
    known |= {name for tree in trees.values() for name in _given(tree)}
    for name in wanted:
        if name in trees:
            yield from _missing(name, trees[name], known, templates)


def syntax_said(error: TemplateSyntaxError) -> str:
    """Say why a template cannot be compiled; of a block left open, what is to be written."""
    message = error.message or "it cannot be read"
    innermost = _LEFT_OPEN.search(message)
    if innermost is None:
        return message
    kind, met = innermost[1], _MET.match(message)
    if met is not None:
        return (
            f"{{% {met[1]} %}} stands here while {{% {kind} %}} is open. "
            f"Close that first with {{% end{kind} %}}."
        )
    return f"{{% {kind} %}} is never closed. Write {{% end{kind} %}} where what is inside it ends."


def _given(tree: nodes.Template) -> Iterator[str]:
    for found in tree.find_all(nodes.Name):
        if found.ctx in ("store", "param"):
            yield found.name
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
    for whole in tree.find_all(nodes.Import):
        yield whole.target
    for some in tree.find_all(nodes.FromImport):
        yield from (one[1] if isinstance(one, tuple) else one for one in some.names)
    for test in tree.find_all(nodes.Test):
        if test.name in ("defined", "undefined") and isinstance(test.node, nodes.Name):
            yield test.node.name
    for used in tree.find_all(nodes.Filter):
        if used.name in ("default", "d") and isinstance(used.node, nodes.Name):
            yield used.node.name
    yield from ("loop", "caller", "varargs", "kwargs", "self", "super")


def _missing(
    name: str, tree: nodes.Template, known: set[str], templates: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for found in tree.find_all(nodes.Name):
        if found.ctx == "load" and found.name not in known | seen:
            seen.add(found.name)
            message = f'nothing here is called "{found.name}". {near(found.name, known)}'
            yield _fault("name", name, found.lineno, message)
    for part in tree.find_all(nodes.Include):
        wanted = part.template.value if isinstance(part.template, nodes.Const) else None
        if isinstance(wanted, str) and wanted not in templates and not part.ignore_missing:
            message = f'there is no template called "{wanted}". {near(wanted, templates)}'
            yield _fault("name", name, part.lineno, message)


def _fault(kind: str, template: str, line: int, message: str) -> dict[str, Any]:
    return {"kind": kind, "template": template, "line": line, "message": message.strip()}
