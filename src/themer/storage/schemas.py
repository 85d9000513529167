"""JSON Schemas of the files that people write, from the same definitions that reading uses.

An editor reads ``yes`` as a yes/no and ``12`` as a number where themer keeps them as text, so a
schema lets each of these stand wherever themer takes a single value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from themer.model.scalars import is_colour, is_hash, is_identifier, is_partial_date
from themer.storage import files
from themer.storage.files import Kind

KINDS: tuple[Kind[Any], ...] = (
    files.STUDY,
    files.QUESTION_SET,
    files.CODEBOOK,
    files.INTERVIEW,
    files.THEMES,
    files.ACTIONS,
    files.MATRIX,
    files.INDICATORS,
    files.ASSUMPTIONS,
    files.FIGURES,
    files.CONTACTS,
    files.SAMPLE,
    files.RECIPE,
    files.SETTINGS,
)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ANY_SCALAR = ["string", "number", "boolean"]
_YES_NO = [True, False, "yes", "no", "true", "false"]
_PATTERNS = {
    is_identifier: r"^[a-z0-9][a-z0-9_-]{0,79}$",
    is_partial_date: r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    is_hash: "^[0-9a-f]{4,64}$",
    is_colour: "^#[0-9a-fA-F]{6}$",
}


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas, with single values as an editor's YAML reader sees them."""

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """Take any single value for text: YAML reads some unquoted text as a number."""
        return {**super().str_schema(schema), "type": _ANY_SCALAR}

    def bool_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002
        """Take the words that we read as yes and no."""
        return {"enum": _YES_NO}

    def date_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002
        """Take a date as text."""
        return {"type": "string"}

    def datetime_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002
        """Take a moment as text."""
        return {"type": "string"}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Leave out titles that only say a field's name again."""
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """Describe a field with a default as if it had none."""
        # Defaults are the program's own objects; an editor has no use for them.
        return self.generate_inner(schema["schema"])

    def function_after_schema(self, schema: Any) -> dict[str, Any]:
        """Describe what one of our own checks takes by its pattern."""
        made = self.generate_inner(schema["schema"])
        pattern = _pattern_of(schema["function"]["function"])
        return made if pattern is None else {**made, "pattern": pattern}


def _pattern_of(check: Any) -> str | None:
    """Find the pattern of one of our checks, which pydantic wraps in a function of its own."""
    held = (cell.cell_contents for cell in check.__closure__ or ())
    tests = (getattr(content, "func", None) for content in held)
    return next((_PATTERNS[test] for test in tests if test in _PATTERNS), None)


def schema_of(kind: Kind[Any]) -> Mapping[str, Any]:
    """Give the JSON Schema of a kind of file."""
    made = TypeAdapter(kind.model).json_schema(schema_generator=_Generator)
    if kind is files.QUESTION_SET:
        _allow_short_answers(made)
    made.pop("title", None)
    return {
        "$schema": _DIALECT,
        "$id": f"themer/{kind.name}/{kind.version}",
        "title": f"A file of themer: {kind.name}",
        **made,
    }


def schema_texts() -> Mapping[str, str]:
    """Give all schemas as text by file name, always the same for the same themer."""
    return {
        f"{kind.name}.schema.json": json.dumps(schema_of(kind), indent=2, sort_keys=True) + "\n"
        for kind in KINDS
    }


def _allow_short_answers(schema: Any) -> None:
    """Let ``answer: yes_no`` stand for ``answer: {type: yes_no}``, as reading does."""
    kinds = schema["$defs"]["AnswerType"]["properties"]["type"]
    answer = schema["$defs"]["Question"]["properties"]["answer"]
    schema["$defs"]["Question"]["properties"]["answer"] = {"anyOf": [kinds, answer]}
