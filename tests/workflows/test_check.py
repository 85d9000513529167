"""Each problem of docs/problems.md is planted in a study that holds, and found at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formats_page import EXAMPLES
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study

ROOT = Path(__file__).parents[2]

FILES = {
    "study.yaml": "study.yaml",
    "question_sets/branches.yaml": "question_set.yaml",
    "question_sets/rooms.codebook.yaml": "codebook.yaml",
    "interviews/harrow-hill-main-1.yaml": "interview.yaml",
    "coding/coder-a.jsonl": "decisions.jsonl",
    "themes.yaml": "themes.yaml",
    "actions.yaml": "actions.yaml",
    "contacts.yaml": "contacts.yaml",
    "indicators.yaml": "indicators.yaml",
}
STUDY, SET, BOOK, INTERVIEW, CODER, THEMES, ACTIONS, CONTACTS, INDICATORS = FILES


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for place, name in FILES.items():
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        text = EXAMPLES[name].replace(
            ", sha256: 5f7c9d0f6f0b9c1f2f6cbe3f0f0c0a6f5d5f0b7f1f4d7b7f3f2d6f4c1e9b8a70", ""
        )
        # The page's decisions show the form; here they must also name the words that stand there.
        text = text.replace('"start":0,"end":30,"text":"post only since the van went. "', PASSAGE)
        path.write_text(text, encoding="utf-8")
    return tmp_path


PASSAGE = '"start":0,"end":29,"text":"post only since the van went."'


def codes(study: Path) -> list[str]:
    return [problem.code for problem in check_study(StudyFolder(study)).problems]


def plant(study: Path, place: str, old: str, new: str) -> None:
    path = study / place
    text = path.read_text(encoding="utf-8")
    assert old in text, "the planted fault would change nothing"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_study_that_holds_has_no_problem_but_advice(study: Path) -> None:
    result = check_study(StudyFolder(study))
    assert [str(problem) for problem in result.errors] == []
    assert result.files == len(FILES)


PLANTED = [
    ("ST003", STUDY, 'title: "Reading rooms in', "title: Reading: rooms in"),
    ("ST004", STUDY, "unit: service", "unit: service\nunit: organisation"),
    ("ST005", STUDY, "unit: service", "unit: !thing service"),
    ("ST006", STUDY, "unit: service", "unit: *nothing"),
    ("ST010", STUDY, "unit: service", "# no unit"),
    ("ST011", STUDY, "percent_from", "percent_form"),
    ("ST012", STUDY, "percent_from: 30", "percent_from: thirty"),
    ("ST013", STUDY, "internal: 1", "internal: 0"),
    ("ST020", STUDY, "id: harrow-hill-mobile", "id: harrow-hill-main"),
    ("ST021", STUDY, "type: council", "type: county"),
    ("ST021", STUDY, "attributes: {valley: upper}", "attributes: {valley: middle}"),
    ("ST021", STUDY, "audience: branch", "audience: library"),
    ("ST022", STUDY, "supply: sessions_offered", "supply: sessions"),
    ("QS012", SET, "answer: yes_no_partly", "answer: yes_no_maybe"),
    ("QS020", SET, "id: hardest", "id: pay"),
    ("QS021", SET, "when: has_home_service is no", "when: has_service is no"),
    ("QS022", SET, "is yes or has_home_service", "is maybe or has_home_service"),
    ("QS023", SET, "when: has_home_service is yes", "when: routes includes van"),
    ("QS024", SET, "when: has_home_service is yes", "when: has_home_service > 3"),
    ("QS025", SET, "codebook: reading-rooms", "codebook: rooms"),
    ("QS025", SET, "audience: branch", "audience: library"),
    ("QS027", SET, "components: [home-delivery]", "components: [delivery]"),
    ("QS027", SET, '"Since when?"}', '"Since when?", components: [delivery]}'),
    ("QS028", SET, "when: has_home_service is no", "when: has_home_service equals no"),
    ("QS029", SET, "type: scale, min: 1, max: 5", "type: scale, min: 1"),
    ("QS029", SET, "{type: scale, min: 1, max: 5}", "{type: number, min: 9, max: 5}"),
    ("QS029", SET, "type: multi_choice\n", "type: number\n"),
    ("QS028", SET, "when: has_home_service is no", 'when: code("volunteers")'),
    ("IC020", INDICATORS, "id: rests-on-drivers", "id: reaches-home"),
    ("IC021", INDICATORS, "has_home_service is yes", "has_service is yes"),
    ("IC021", INDICATORS, 'code("home-delivery")', 'code("delivery")'),
    ("IC021", INDICATORS, 'theme("drivers")', 'theme("odds")'),
    ("IC021", INDICATORS, 'component("home-delivery")', 'component("volunteers")'),
    ("IC022", INDICATORS, "has_home_service is yes", "has_home_service is maybe"),
    ("IC022", INDICATORS, "is absent", "is gone"),
    ("IC024", INDICATORS, "has_home_service is yes", "has_home_service > 3"),
    ("IC025", INDICATORS, "audience: branch", "audience: library"),
    ("IC028", INDICATORS, "has_home_service is yes", "has_home_service equals yes"),
    ("IC028", INDICATORS, 'code("home-delivery")', 'code("home-delivery"'),
    ("CB020", BOOK, "id: volunteers", "id: home-delivery"),
    ("CB021", BOOK, "parent: home-delivery", "parent: delivery"),
    ("CB013", BOOK, "id: volunteers", "id: Volunteers!"),
    ("CB013", BOOK, '"#1b6ca8"', '"blue"'),
    ("CB030", BOOK, 'definition: "People who give time unpaid, and', 'include: "People who'),
    ("CB021", BOOK, "codes: [buses]", "codes: [trains]"),
    ("CB021", BOOK, "into: [home-delivery]", "into: [delivery]"),
    ("CB021", BOOK, "look_again: no", 'undoes: "7"'),
    ("CB070", BOOK, '- version: "3"', '- version: "2"'),
    ("CB070", BOOK, "at: 2026-03-03T09", "at: 2026-03-02T09"),
    ("CB071", BOOK, '    retired_in: "2"\n', ""),
    ("CB071", BOOK, "into: [home-delivery]", "into: [buses]"),
    ("CB072", BOOK, "    name: Delivery", '    retired_in: "1"\n    name: Delivery'),
    ("CB073", BOOK, "did: edit", "did: add"),
    ("IN021", INTERVIEW, "unit: harrow-hill-main", "unit: harrow-hill"),
    ("IN021", INTERVIEW, "organisation: harrow-hill", "organisation: harrow"),
    ("IN021", INTERVIEW, "  pay:", "  payment:"),
    ("IN021", INTERVIEW, "probes_used: [since_when]", "probes_used: [since]"),
    ("IN021", INTERVIEW, "speaker: p1", "speaker: p9"),
    ("IN022", INTERVIEW, "fact: partly", "fact: perhaps"),
    ("IN022", INTERVIEW, 'offered: "40"', 'offered: "forty"'),
    ("IN022", INTERVIEW, "fact: [post, volunteer]", "fact: [post, drone]"),
    ("IN025", INTERVIEW, "id: reading-rooms-branches", "id: reading-rooms"),
    ("IN032", INTERVIEW, "id: harrow-hill-main-1", "id: harrow-hill-main-2"),
    ("IN033", SET, 'version: "2026.1"', 'version: "2026.2"'),
    ("IN036", INTERVIEW, 'version: "2026.1"}', 'version: "2026.1", sha256: abcd}'),
    ("IN040", INTERVIEW, "state: finished", "state: withdrawn"),
    ("IN040", INTERVIEW, "take_part: yes", "take_part: no"),
    ("IN041", INTERVIEW, "consent: {", "# consent: {"),
    ("IN042", INTERVIEW, "nobody asked for the van", "nobody ever asked for the van"),
    ("IN043", INTERVIEW, "end: 43", "end: 4300"),
    ("IN044", INTERVIEW, "state: dont_know", "state: dont_know\n    fact: 2025"),
    ("IN045", INTERVIEW, "One person does most of it", "Margaret T does most of it"),
    ("IN021", INTERVIEW, "question: has_home_service}", "question: has_service}"),
    ("IN047", INTERVIEW, "sent: 2026-02-05", "sent: 2026-01-05"),
    ("DE003", CODER, '{"id"', '{"id'),
    ("DE012", CODER, '"action":"accept"', '"action":"approve"'),
    ("DE021", CODER, '"code":"home-delivery"', '"code":"delivery"'),
    ("DE021", CODER, '"question":"has_home_service"', '"question":"since_when"'),
    ("DE022", CODER, '"status":"developing"', '"status":"growing"'),
    ("DE034", CODER, '"coder":"coder-a"', '"coder":"coder-z"'),
    ("DE039", CODER, '"status":"developing"', '"status":"not_discussed"'),
    ("DE042", CODER, '"text":"post only', '"text":"Post only'),
    ("TH020", THEMES, "id: odds", "id: drivers"),
    ("TH021", THEMES, "question: hardest", "question: easiest"),
    ("TH042", THEMES, "Finding drivers", "Finding Drivers"),
    ("TH035", THEMES, "status: refused", "status: named"),
    ("CO021", CONTACTS, "unit: harrow-hill-mobile", "unit: harrow-mobile"),
    ("CO058", CONTACTS, "date: 2026-02-20", "date: 2026-02-09"),
    ("CO012", CONTACTS, "state: booked", "state: agreed"),
    ("AC021", ACTIONS, "theme:drivers", "theme:vans"),
    ("AC012", ACTIONS, "answers: [theme:drivers, fact:has_home_service]", "answers: theme:drivers"),
]


@pytest.mark.parametrize(("code", "place", "old", "new"), PLANTED, ids=lambda value: value[:24])
def test_a_planted_problem_is_named(study: Path, code: str, place: str, old: str, new: str) -> None:
    plant(study, place, old, new)
    found = [p for p in check_study(StudyFolder(study)).problems if p.code == code]
    assert found, codes(study)
    assert found[0].path == Path(place)


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        (CODER, '"status":"not_discussed"', '"status":"absent"'),
        (CODER, '"action":"accept"', '"action":"refuse"'),
        (CODER, '"text":"post only', '"text":"Post only'),
        (INTERVIEW, "take_part: yes", "take_part: no"),
        (INTERVIEW, "unit: harrow-hill-main\n", "unit: harrow-hill-mobile\n"),
    ],
)
def test_a_state_is_contradicted_by_an_accepted_passage_only(
    study: Path, place: str, old: str, new: str
) -> None:
    plant(study, CODER, '"status":"developing"', '"status":"not_discussed"')
    assert codes(study).count("DE039") == 1
    plant(study, place, old, new)
    assert "DE039" not in codes(study)


def test_a_second_file_of_one_codebook_is_named(study: Path) -> None:
    text = (study / BOOK).read_text(encoding="utf-8")
    copy = study / "question_sets" / "rooms (conflicted copy).codebook.yaml"
    copy.write_text(text, encoding="utf-8")
    (problem,) = (p for p in check_study(StudyFolder(study)).errors if p.code == "CB020")
    assert problem.path == copy.relative_to(study)


def test_a_changed_version_of_a_set_is_one_line_however_many_conversations(study: Path) -> None:
    text = (study / INTERVIEW).read_text(encoding="utf-8")
    for number in range(2, 6):
        again = text.replace("id: harrow-hill-main-1", f"id: harrow-hill-main-{number}", 1)
        (study / INTERVIEW).with_stem(f"harrow-hill-main-{number}").write_text(again, "utf-8")
    plant(study, SET, 'version: "2026.1"', 'version: "2026.2"')
    (problem,) = (p for p in check_study(StudyFolder(study)).problems if p.code == "IN033")
    assert (problem.path, problem.severity) == (Path(SET), "advice")
    named = "harrow-hill-main-1, harrow-hill-main-2, harrow-hill-main-3, …"
    assert (
        problem.message == f"5 conversations ({named}) were held under another version than 2026.2"
    )


TEMPLATE = "templates/summary.md.j2"


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("TE046", 2, "Fine.\n{% if themes %}\n"),
        ("TE046", 1, "{{ study.title | upcase }}"),
        ("TE021", 2, "Fine.\n{{ themse | bullets }}"),
        ("TE021", 1, '{% include "page_two.md.j2" %}'),
        ("TE001", 0, b"\xff\xfe"),
    ],
)
def test_a_fault_in_the_studys_own_template_is_named(
    study: Path, code: str, line: int, text: str | bytes
) -> None:
    path = study / TEMPLATE
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = [p for p in check_study(StudyFolder(study)).errors if p.code == code]
    assert [(p.path, p.line) for p in found] == [(Path(TEMPLATE), line)]


def test_the_shipped_templates_copied_into_a_study_hold(study: Path) -> None:
    (study / "templates").mkdir()
    for path in (ROOT / "templates").glob("*.md.j2"):
        (study / "templates" / path.name).write_bytes(path.read_bytes())
    (study / "report_text").mkdir()
    (study / "report_text" / "limits.md").write_text(
        "{% set few = 3 %}{{ few }} {% if nothing is defined %}{{ nothing }}{% endif %}"
    )
    assert check_study(StudyFolder(study)).errors == ()


def test_author_text_is_looked_at_as_well(study: Path) -> None:
    (study / "report_text").mkdir()
    (study / "report_text" / "limits.md").write_text("One.\n\n{{ fact(home).k_of_n }}\n")
    (problem,) = check_study(StudyFolder(study)).errors
    assert (problem.path, problem.line) == (Path("report_text/limits.md"), 3)


def test_a_place_is_exact(study: Path) -> None:
    plant(study, SET, "when: has_home_service is no", "when: has_service is no")
    problem = check_study(StudyFolder(study)).errors[0]
    line = (study / SET).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert line[problem.column - 1 :].startswith("has_service is no")
    assert 'Did you mean "has_home_service"?' in problem.message


def test_a_file_that_is_too_large_is_named_as_the_others_are(study: Path) -> None:
    (study / INTERVIEW).write_bytes(b"a: " + b"x" * 2_100_000)
    problem = next(p for p in check_study(StudyFolder(study)).problems if p.code == "YA002")
    assert problem.path == Path(INTERVIEW)


@pytest.mark.parametrize(
    "name",
    [
        "harrow-hill-main-1 (conflicted copy 2026-03-04).yaml",
        "harrow-hill-main-1-LAPTOP.yaml",
        "harrow-hill-main-1.sync-conflict-20260304-101010-ABCDEFG.yaml",
        "harrow-hill-main-1 (1).yaml",
        "harrow-hill-main-1 conflict.yaml",
        "Copy of it.yaml",
    ],
)
def test_a_copy_that_a_sync_client_left_is_named_and_not_counted(study: Path, name: str) -> None:
    text = (study / INTERVIEW).read_text(encoding="utf-8")
    (study / "interviews" / name).write_text(text, "utf-8")
    found = codes(study)
    assert "IN056" in found
    assert "IN020" not in found


def test_two_files_of_one_interview_of_which_neither_is_its_own_are_named(study: Path) -> None:
    path = study / INTERVIEW
    for name in ("a.yaml", "b.yaml"):
        (path.parent / name).write_text(path.read_text(encoding="utf-8"), "utf-8")
    path.unlink()
    assert "IN020" in codes(study)


def test_a_conversation_that_is_gone_is_one_line_of_a_coders_file(study: Path) -> None:
    (study / INTERVIEW).unlink()
    lines = (study / CODER).read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines, 1) if '"harrow-hill-main-1"' in line)
    found = [one for one in check_study(StudyFolder(study)).problems if one.path == Path(CODER)]
    assert [(one.code, one.line) for one in found] == [("DE021", first)]
    many = 'decisions on the conversation "harrow-hill-main-1", which has gone'
    assert re.fullmatch(rf"[2-9] {many}", found[0].message)


@pytest.mark.parametrize(
    ("place", "code", "old", "new"),
    [
        (CODER, "DE042", '"text":"post only since', r'"text":"post\r\nonly\nsince'),
        (THEMES, "TH042", 'text: "Finding drivers', r'text: "Finding\ndrivers'),
    ],
)
def test_words_that_are_quoted_break_no_line(
    study: Path, place: str, code: str, old: str, new: str
) -> None:
    plant(study, place, old, new)
    (found,) = (one for one in check_study(StudyFolder(study)).problems if one.code == code)
    assert len(found.message.splitlines()) == 1


def test_what_a_mac_leaves_on_a_shared_drive_is_no_interview(study: Path) -> None:
    before = codes(study)
    (study / "interviews" / "._harrow-hill-main-1.yaml").write_bytes(b"\0\5\x16\7")
    assert codes(study) == before


def test_an_answer_of_which_two_copies_wait_is_named(study: Path) -> None:
    plant(
        study,
        INTERVIEW,
        "unassigned:",
        "other_copies:\n  - {question: pay, found: 2026-03-04T10:00:00Z, source: x, "
        "answer: {state: answered, noted: y}}\nunassigned:",
    )
    assert "IN055" in codes(study)


def test_an_interview_that_is_gone_is_named_while_its_version_before_is_there(study: Path) -> None:
    path = study / INTERVIEW
    path.rename(path.with_name(path.name + ".prev"))
    assert "IN057" in codes(study)


def test_a_damaged_version_of_the_questions_that_was_kept_is_advice(study: Path) -> None:
    held = study / "question_sets" / "held"
    held.mkdir()
    (held / "x@12345678.yaml").write_bytes(b"\0")
    before = check_study(StudyFolder(study))
    assert [p.severity for p in before.problems if "held" in p.path.parts] == ["advice"]


def test_one_broken_file_does_not_hide_the_others(study: Path) -> None:
    (study / BOOK).write_bytes(b"\0\0\0")
    plant(study, INTERVIEW, "fact: partly", "fact: perhaps")
    assert {"CB001", "IN022"} <= set(codes(study))


def test_a_newer_file_is_named_and_left_alone(study: Path) -> None:
    plant(study, INTERVIEW, "themer/interview/1", "themer/interview/2")
    before = (study / INTERVIEW).read_bytes()
    assert "FI014" in codes(study)
    assert (study / INTERVIEW).read_bytes() == before


def test_every_code_is_documented_and_every_documented_number_exists() -> None:
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| (\d{3}) \|", page, re.M))
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("storage", "workflows/check", "model", "tui")
        for path in (ROOT / "src" / "themer" / folder).glob("*.py")
    )
    used = set(re.findall(r'"(?:[A-Z]{2})?(0\d\d)"', source))
    used |= set(re.findall(r"}(0\d\d)\"", source))
    assert used - documented == set()
    assert documented - used == set()


@pytest.mark.parametrize(
    "left",
    [
        "answers: {has_home_service: {state: answered, noted: words}}",
        "unassigned: [words]",
        "roster: [{id: p1, role: driver}]",
        "next_steps: [{what: words}]",
        "confirmation: {by: words}",
    ],
)
def test_anything_left_in_a_withdrawn_conversation_is_named(study: Path, left: str) -> None:
    head = (study / INTERVIEW).read_text(encoding="utf-8").partition("state:")[0]
    (study / INTERVIEW).write_text(f"{head}state: withdrawn\n", encoding="utf-8")
    assert "IN040" not in codes(study)
    (study / INTERVIEW).write_text(f"{head}state: withdrawn\n{left}\n", encoding="utf-8")
    assert "IN040" in codes(study)
