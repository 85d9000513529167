"""A table into a study: every answer arrives to the letter, and nothing there is written over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reading_rooms import FIXTURE
from themer.errors import InputError, ProblemsError, RefusedError
from themer.model.interview import Interview
from themer.model.recipe import Recipe, RecipeColumns, RowsAre
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import read_log
from themer.workflows.check import check_study
from themer.workflows.tables.import_table import Imported, import_table
from themer.workflows.tables.register import Making

STUDY = """\
# whom we asked
schema: themer/study/1
id: survey
title: A survey
unit: respondent   # each is counted once
audiences: {reader: {one: reader, many: readers}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.yaml").write_text(STUDY, "utf-8")
    return StudyFolder(tmp_path / "study")


@pytest.fixture
def rooms(tmp_path: Path) -> StudyFolder:
    shutil.copytree(FIXTURE, tmp_path / "rooms")
    return StudyFolder(tmp_path / "rooms")


def table(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(text.encode())
    return path


def recipe(columns: RecipeColumns, rows: RowsAre = "answer", set_id: str = "readers") -> Recipe:
    return Recipe("themer/import-recipe/1", "r", rows, columns, set_id)


ANSWERS = recipe(RecipeColumns(id="id", organisation="library", question="question", text="text"))
HEADER = "id,library,question,text\n"


def make(folder: StudyFolder, text: str, how: Recipe = ANSWERS) -> Imported:
    return import_table(folder, table(folder.root.parent, text), how, making=Making())


def interviews(folder: StudyFolder) -> dict[str, Interview]:
    return {found.value.id: found.value for found in folder.interviews()}


def snapshot(folder: StudyFolder) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def faults(folder: StudyFolder, text: str, how: Recipe) -> list[str]:
    before = snapshot(folder)
    with pytest.raises(ProblemsError) as caught:
        import_table(folder, table(folder.root.parent, text), how)
    assert snapshot(folder) == before
    return [problem.message for problem in caught.value.problems]


def test_the_log_of_changes_vouches_for_what_was_imported(folder: StudyFolder) -> None:
    make(folder, HEADER + "r1,Harrow,Why?,no van\nr2,Low Vale,Why?,b\n")
    lines = read_log(folder.root)
    assert [(line.action, line.interview) for line in lines] == [
        ("imported", one) for one in interviews(folder)
    ]
    hashes = {line.file_sha256 for line in lines}
    assert hashes == {found.sha256 for found in folder.interviews()}


def test_a_table_alone_becomes_a_study_that_holds(folder: StudyFolder) -> None:
    made = make(
        folder, HEADER + "R 1,Harrow,Why?,no van\nR 1,Harrow,What?,a\nR 2,Low Vale,Why?,b\n"
    )
    assert made.answers == 3
    assert made.written == ("r-1", "r-2")
    assert check_study(folder).errors == ()
    text = (folder.root / "study.yaml").read_text("utf-8")
    assert text.startswith(STUDY)
    assert [p.name for p in folder.study().value.partners] == ["Harrow", "Low Vale"]
    found = interviews(folder)
    assert found["r-1"].answers["why"].noted == "no van"
    assert found["r-2"].organisation == "low-vale"
    assert found["r-2"].unit == "r-2"
    assert made.recipe.questions == {"Why?": "why", "What?": "what"}


def test_the_same_table_again_changes_nothing(folder: StudyFolder) -> None:
    text = HEADER + "1,A,Why?,x\n2,A,Why?,y\n"
    make(folder, text)
    before = snapshot(folder)
    again = make(folder, text)
    assert snapshot(folder) == before
    assert (again.written, again.same, again.kept) == ((), ("1", "2"), ())


def test_a_longer_table_adds_and_leaves_what_is_there(folder: StudyFolder) -> None:
    make(folder, HEADER + "1,A,Why?,x\n")
    before = (folder.root / "interviews" / "1.yaml").read_bytes()
    again = make(folder, HEADER + "1,A,Why?,changed since\n2,B,Why?,y\n")
    assert (again.written, again.kept) == (("2",), ("1",))
    assert (folder.root / "interviews" / "1.yaml").read_bytes() == before
    assert [p.name for p in folder.study().value.partners] == ["B", "A"]
    assert check_study(folder).errors == ()


@pytest.mark.parametrize(
    "said",
    [
        "two\nlines\n",
        "  spaces and a tab\t",
        "no",
        "1:30",
        "=1+1",
        "# not a note: 'quoted' \"twice\" {a} [b] *c &d",
        "emoji 🙂 and e\u0301 and \u00a0",
        "bell\x07 and \x85 and \u2028",
        "---\n...\n",
        "",
    ],
)
def test_words_arrive_to_the_letter(folder: StudyFolder, said: str) -> None:
    quoted = said.replace('"', '""')
    make(folder, f'{HEADER}1,A,Why?,"{quoted}"\n')
    answer = interviews(folder)["1"].answers["why"]
    assert answer.noted == said
    assert answer.state == ("answered" if said.strip() else "no_answer")


def test_line_ends_within_a_cell_become_lf(folder: StudyFolder) -> None:
    make(folder, HEADER + '1,A,Why?,"one\r\ntwo"\r\n')
    assert interviews(folder)["1"].answers["why"].noted == "one\ntwo"


def test_ids_of_every_kind_become_files_of_their_own_within_the_folder(folder: StudyFolder) -> None:
    wild = ["../../up", "CON", "con", "Ä", "A", "a", "x" * 10_000, "日本", "a.b", "nul.txt"]
    made = make(
        folder, HEADER + "".join(f"{name},A,Why?,said {n}\n" for n, name in enumerate(wild))
    )
    assert len(made.written) == len(wild)
    names = [path.name for path in (folder.root / "interviews").iterdir()]
    assert len({name.casefold() for name in names}) == len(wild)
    assert max(map(len, names)) < 100
    assert {i.answers["why"].noted for i in interviews(folder).values()} == {
        f"said {n}" for n in range(len(wild))
    }


def test_a_row_a_respondent_keeps_facts_as_facts_and_other_words_as_words(
    rooms: StudyFolder,
) -> None:
    text = (
        "Respondent;Library;unit;has_home_service;How do books reach them?;hardest;Remarks\n"
        "Q7;Harrow Hill Libraries;harrow-hill-mobile;Partly;"
        '"By post;By a volunteer";finding drivers;x\n'
    )
    how = recipe(
        RecipeColumns(id="Respondent", organisation="Library", unit="unit"),
        "respondent",
        "reading-rooms-branches",
    )
    made = import_table(rooms, table(rooms.root.parent, text), how)
    answers = interviews(rooms)["q7"].answers
    assert answers["has_home_service"].fact == "partly"
    assert answers["routes"].fact == ("post", "volunteer")
    assert answers["hardest"].noted == "finding drivers"
    assert interviews(rooms)["q7"].unit == "harrow-hill-mobile"
    assert made.left_out == ("Remarks",)
    assert [p for p in check_study(rooms).errors if p.path.name == "q7.yaml"] == []


def test_what_is_no_option_stays_words(rooms: StudyFolder) -> None:
    how = recipe(
        RecipeColumns(id="id", organisation="lib", unit="unit"),
        "respondent",
        "reading-rooms-branches",
    )
    text = "id,lib,unit,has_home_service\n1,harrow-hill,harrow-hill-main,now and then\n"
    import_table(rooms, table(rooms.root.parent, text), how)
    answer = interviews(rooms)["1"].answers["has_home_service"]
    assert (answer.fact, answer.noted) == (None, "now and then")


def test_consent_is_kept_only_where_the_table_says_it(folder: StudyFolder) -> None:
    columns = RecipeColumns(
        id="id", organisation="library", question="question", text="text", consent_quote="may"
    )
    text = "id,library,question,text,may\n1,A,Why?,x,yes\n2,A,Why?,y,no\n3,A,Why?,z,\n"
    made = make(folder, text, recipe(columns))
    assert {key: one.may_quote for key, one in interviews(folder).items()} == {
        "1": True,
        "2": False,
        "3": False,
    }
    assert made.quotable == 1
    other = make(folder, HEADER + "4,A,Why?,x\n")
    assert interviews(folder)["4"].consent is None
    assert other.quotable == 0


def test_what_the_study_does_not_know_is_named_and_nothing_is_written(rooms: StudyFolder) -> None:
    how = recipe(ANSWERS.columns, set_id="reading-rooms-branches")
    text = (
        HEADER
        + "1,Harrow Hil Libraries,hardest,x\n2,harrow-hill,hardest,y\n3,harrow-hill,hardst,z\n"
    )
    found = faults(rooms, text, how)
    assert any('"hardst" is no question' in said and '"hardest"' in said for said in found)
    assert any('Did you mean "Harrow Hill Libraries"?' in said for said in found)
    assert any("no unit is named" in said and "harrow-hill-mobile" in said for said in found)


def test_a_set_that_is_not_there_is_made_only_when_asked(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match="--make-set"):
        import_table(folder, table(folder.root.parent, HEADER + "1,A,Why?,x\n"), ANSWERS)


def test_two_columns_of_one_question_are_refused(rooms: StudyFolder) -> None:
    columns = RecipeColumns(id="id", organisation="lib", unit="unit")
    how = recipe(columns, "respondent", "reading-rooms-branches")
    text = "id,lib,unit,hardest,What is hardest about it?\n1,harrow-hill,harrow-hill-main,a,b\n"
    before = snapshot(rooms)
    with pytest.raises(RefusedError, match="2 answers came in and 1"):
        import_table(rooms, table(rooms.root.parent, text), how)
    assert snapshot(rooms) == before


def test_partners_in_a_list_of_one_line_are_left_to_a_person(folder: StudyFolder) -> None:
    one = "partners: [{id: a, name: A, type: t, units: [{id: a, name: A, audience: reader}]}]\n"
    (folder.root / "study.yaml").write_text(STUDY + one, "utf-8")
    before = snapshot(folder)
    with pytest.raises(InputError, match="Add them by hand"):
        make(folder, HEADER + "1,B,Why?,x\n")
    assert snapshot(folder) == before
