"""Rows into responses: whose they are, and what does not fit, by row."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.exchange.responses import Responses, read_responses
from themer.exchange.tables import read_table
from themer.model.recipe import Recipe, RecipeColumns
from themer.storage import files

sys.path.insert(0, str(Path(__file__).parents[1]))
from formats_page import EXAMPLES

ANSWER = RecipeColumns(id="id", organisation="who", question="q", text="said", date="day")


def read(text: str, columns: RecipeColumns, *, respondent: bool = False) -> Responses:
    recipe = Recipe(
        "themer/import-recipe/1", "r", "respondent" if respondent else "answer", columns, "s"
    )
    return read_responses(read_table(io.BytesIO(text.encode()), Path("t.csv")), recipe, None)


def messages(text: str, columns: RecipeColumns = ANSWER) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read(text, columns)
    return [problem.message for problem in caught.value.problems]


def test_the_recipe_of_the_formats_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text(EXAMPLES["recipe.yaml"], "utf-8")
    recipe = files.read(files.RECIPE, path).value
    assert recipe.columns.id == "response_id"
    assert recipe.columns.text == "answer"
    assert recipe.set == "reading-rooms-branches"


def test_rows_of_one_id_make_one_response() -> None:
    made = read("id,who,q,said,day\n1,A,x,yes,2026-03-04\n1,A,y,,2026-03-04\n2,B,x,no,\n", ANSWER)
    assert [(one.id, one.answers) for one in made.each] == [
        ("1", {"x": "yes", "y": ""}),
        ("2", {"x": "no"}),
    ]
    assert made.questions == ("x", "y")
    assert made.answers == 3


def test_a_row_a_respondent_has_an_answer_in_each_other_column() -> None:
    columns = RecipeColumns(id="id", consent_quote="may")
    made = read("id,may,What?,Why?\n1,yes,a,\n2,,b,c\n", columns, respondent=True)
    assert [one.answers for one in made.each] == [
        {"What?": "a", "Why?": ""},
        {"What?": "b", "Why?": "c"},
    ]
    assert [one.may_quote for one in made.each] == [True, False]
    assert made.answers == 4


def test_what_does_not_fit_is_named_by_row() -> None:
    text = "id,who,q,said,day\n1,A,x,a,\n1,A,x,again,\n1,B,y,b,\n,A,x,c,\n2,A,,d,\n3,A,x,e,soon\n"
    assert messages(text) == [
        'row 2: "1" answers "x" a second time',
        'row 3: "1" has another organisation than in line 2',
        'row 4 has no id in "id"',
        'row 5 has no question in "q"',
        'row 6: "soon" is no day such as 2026-03-04',
    ]


def test_consent_is_yes_or_no() -> None:
    columns = RecipeColumns(id="id", text="said", consent_quote="may")
    assert messages("id,said,may\n1,a,perhaps\n", columns) == [
        'row 1: consent is yes or no, not "perhaps"'
    ]


def test_a_missing_column_is_named_with_its_option() -> None:
    assert "--organisation" in messages("id,q,said,day\n1,x,a,\n")[0]
