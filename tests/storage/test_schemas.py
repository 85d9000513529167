"""The schemas in docs/schemas are those of this themer, and say what reading says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from themer.storage.schemas import schema_texts

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def test_the_committed_schemas_are_in_step() -> None:
    # Make them again with: themer schema docs/schemas
    found = {path.name: path.read_text("utf-8") for path in SCHEMAS.iterdir()}
    assert found == dict(schema_texts())


def test_a_yes_and_a_number_may_stand_where_a_text_is_taken() -> None:
    code = json.loads(schema_texts()["codebook.schema.json"])["$defs"]["Code"]
    assert code["properties"]["name"]["type"] == ["string", "number", "boolean"]
    study = json.loads(schema_texts()["study.schema.json"])
    assert {"yes", True} <= {*study["properties"]["fictional"]["enum"]}


def test_the_form_of_an_id_is_told() -> None:
    study = json.loads(schema_texts()["study.schema.json"])
    pattern = re.compile(study["properties"]["id"]["pattern"])
    assert pattern.search("harrow-hill_2")
    assert not pattern.search("Harrow Hill")


def test_an_answer_type_may_be_written_short() -> None:
    question = json.loads(schema_texts()["question-set.schema.json"])["$defs"]["Question"]
    short, whole = question["properties"]["answer"]["anyOf"]
    assert "yes_no_partly" in short["enum"]
    assert whole == {"$ref": "#/$defs/AnswerType"}


def test_unknown_keys_are_underlined() -> None:
    for text in schema_texts().values():
        assert json.loads(text)["additionalProperties"] is False
