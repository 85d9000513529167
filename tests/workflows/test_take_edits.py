"""``--take-edits`` from a Word document to the study: tracked, commented, saved elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from themer.cli.edge import run
from themer.errors import ChangedUnderneathError, ExitCode, InputError, NotFoundError
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting import take_edits as take_edits_room
from themer.workflows.reporting.counting import count
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.take_edits import FoundEdits, find_edits, take_edits

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
BACKGROUND = """\
**Where we began.** The van was *old*. {{ fact("has_home_service").counted }} still have one.

Not one {## as we heard ##}tallied the readers. See [the limits](#limits).

- first, the roads
- then the drivers

The last word is with the branches.
"""
LAST = "The last word is with the branches."
CONTENT_TYPES = "[Content_Types].xml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a study with author text and its report, made once."""
    root = tmp_path_factory.mktemp("edits") / "study"
    shutil.copytree(ROOMS, root)
    (root / "report_text").mkdir(exist_ok=True)
    (root / "report_text" / "background.md").write_text(BACKGROUND, "utf-8")
    (root / "report_text" / "limits.md").write_text("Some things we did not ask.\n", "utf-8")
    write_report(StudyFolder(root), Wanted(formats=["docx"]))
    return root


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> StudyFolder:
    return StudyFolder(Path(shutil.copytree(made, tmp_path / "study")))


def edited(folder: StudyFolder, change: Callable[[str], str], **parts: str) -> Path:
    """Write the summary again under another name, its text changed and parts put in."""
    source = next(folder.root.glob("reports/*/summary.docx"))
    target = folder.root.parent / "from the director.docx"
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = change(data.decode())
                assert text != data.decode() or parts, "the surgery found nothing to cut"
                data = text.encode()
            if f"word/{name}" not in parts:
                new.writestr(name, data)
        for name, text in parts.items():
            new.writestr(f"word/{name.replace('_', '.')}", text)
    return target


def swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        return text

    return change


def run_of(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def tracked(kind: str, author: str, words: str) -> str:
    tag = "delText" if kind == "del" else "t"
    return (
        f'<w:{kind} w:id="9{len(words)}" w:author="{author}" w:date="2026-01-01T00:00:00Z">'
        f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}>'
    )


def broken_at(words: str, inside: str) -> tuple[str, str]:
    """Put elements of a paragraph in the place of words of a run."""
    return words, f'</w:t></w:r>{inside}<w:r><w:t xml:space="preserve">'


def text_of(found: FoundEdits, name: str = "background") -> str:
    return next(one.now for one in found.changes if one.path.stem == name)


def test_an_untouched_document_gives_nothing(folder: StudyFolder) -> None:
    for name in ("summary", "evidence"):
        found = find_edits(folder, next(folder.root.glob(f"reports/*/{name}.docx")))
        assert (found.changes, found.to_look_at) == ((), ())
        assert found.document == f"{name}.docx"


def test_changed_words_reach_the_text_and_its_figure_link_and_comment_stay(
    folder: StudyFolder,
) -> None:
    path = edited(folder, swap(("still have one", "have one today"), ("Not one ", "No person ")))
    found = find_edits(folder, path)
    assert found.to_look_at == ()
    assert take_edits(folder, found) == (folder.root / "report_text" / "background.md",)
    wanted = BACKGROUND.replace("still have one", "have one today").replace("Not one", "No person")
    assert (folder.root / "report_text" / "background.md").read_text("utf-8") == wanted
    kept = folder.root / "report_text" / "background.md.prev"
    assert kept.read_text("utf-8") == BACKGROUND


def test_tracked_changes_of_two_reviewers_are_read_as_accepted(folder: StudyFolder) -> None:
    inside = tracked("del", "Ann", "tallied") + tracked("ins", "Bo", "asked")
    words = "The last word"
    path = edited(
        folder,
        swap(broken_at("tallied", inside), broken_at(words, tracked("ins", "Ann", "A first word"))),
    )
    found = find_edits(folder, path)
    assert found.reviewers == ("Ann", "Bo")
    assert "Not one {## as we heard ##}asked the readers." in text_of(found)
    assert "\nA first word is with the branches." in text_of(found)


def test_what_one_reviewer_put_in_and_another_took_out_is_listed(folder: StudyFolder) -> None:
    inner = tracked("del", "Bo", "perhaps ")
    inside = f'<w:ins w:id="77" w:author="Ann" w:date="2026-01-01T00:00:00Z">{inner}</w:ins>'
    found = find_edits(
        folder, edited(folder, swap(broken_at("tallied", f"{inside}{run_of('tallied')}")))
    )
    assert found.changes == ()
    assert [one.now for one in found.not_placed] == ["perhaps "]


def test_a_tracked_removal_of_a_paragraph_mark_joins_two_paragraphs(folder: StudyFolder) -> None:
    mark = '<w:rPr><w:del w:id="5" w:author="Ann" w:date="2026-01-01T00:00:00Z"/></w:rPr>'

    def change(text: str) -> str:
        at = text.index("</w:pPr>", text.rindex("<w:p>", 0, text.index("then the drivers")))
        return text[:at] + mark + text[at:]

    found = find_edits(folder, edited(folder, change))
    assert found.to_look_at == ()
    assert text_of(found).endswith(f"- first, the roads\n- then the drivers{LAST}\n")


def test_new_paragraphs_items_and_form_come_home(folder: StudyFolder) -> None:
    end = "</w:t></w:r></w:p>"
    item = '<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>' + run_of("and {{ money }}")
    tail = f" is with the branches.{end}"
    path = edited(
        folder,
        swap(
            (f"then the drivers{end}", f"then the drivers{end}{item}</w:p>"),
            broken_at("last word", "<w:r><w:rPr><w:b/></w:rPr><w:t>last word</w:t></w:r>"),
            (tail, f"{tail}<w:p>{run_of('# Not a heading')}</w:p>"),
        ),
    )
    found = find_edits(folder, path)
    assert found.to_look_at == ()
    assert text_of(found).endswith(
        "- then the drivers\n- and \\{\\{ money }}\n\n"
        "The **last word** is with the branches.\n\n\\# Not a heading\n"
    )
    take_edits(folder, found)
    again = write_report(folder, Wanted(formats=["md"]))
    assert "and {{ money }}" in (again.folder / "summary.md").read_text("utf-8").replace("\\", "")


def test_a_figure_that_was_typed_over_and_words_elsewhere_are_listed_with_was_and_is(
    folder: StudyFolder,
) -> None:
    def change(text: str) -> str:
        at = text.index("Where we began")
        tag = text.index('"figure:e', at)
        start = text.index('xml:space="preserve">', tag) + len('xml:space="preserve">')
        end = text.index("</w:t>", start)
        return (text[:start] + "99 of 99" + text[end:]).replace("Executive summary", "Digest", 1)

    found = find_edits(folder, edited(folder, change))
    assert found.changes == ()
    typed, outside = found.not_placed
    assert "99 of 99" in typed.now
    assert " of " in typed.was
    assert (outside.section, "Digest" in outside.now) == ("", True)


def test_comments_are_listed_as_things_to_answer(folder: StudyFolder) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comments = (
        f'<w:comments {w}><w:comment w:id="0" w:author="Jo Wells"><w:p><w:r><w:t>Who says so?'
        "</w:t></w:r></w:p></w:comment></w:comments>"
    )
    inside = f'<w:commentRangeStart w:id="0"/>{run_of("tallied")}<w:commentRangeEnd w:id="0"/>'
    path = edited(folder, swap(broken_at("tallied", inside)), comments_xml=comments)
    found = find_edits(folder, path)
    assert found.changes == ()
    assert found.to_look_at == (
        "report_text/background.md: comment by Jo Wells (on “tallied”): Who says so?",
    )


def test_what_is_typed_right_behind_a_section_without_its_control_belongs_to_it(
    folder: StudyFolder,
) -> None:
    def change(text: str) -> str:
        text = text.replace('w:val="author:background"', 'w:val="lost"', 1)
        end = text.index("/>", text.index("<w:bookmarkEnd", text.index("with the branches"))) + 2
        return f"{text[:end]}<w:p>{run_of('Typed behind it.')}</w:p>{text[end:]}"

    found = find_edits(folder, edited(folder, change))
    assert found.to_look_at == ()
    assert text_of(found) == f"{BACKGROUND}\nTyped behind it.\n"

    def change_more(text: str) -> str:
        at = text.index(">Themes at a glance<", text.index("with the branches"))
        return change(text[:at] + text[at:].replace("Themes at a glance", "In short", 1))

    unsure = find_edits(folder, edited(folder, change_more))
    assert unsure.changes == ()
    assert {"Typed behind it.", "In short"} <= {one.now for one in unsure.not_placed}


@pytest.mark.tools("soffice")
def test_a_copy_saved_by_libreoffice_holds_no_edits_and_one_edited_there_is_taken(
    folder: StudyFolder, tmp_path: Path
) -> None:
    def saved(path: Path) -> Path:
        profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir"]
        subprocess.run(
            [*command, str(tmp_path / "saved"), str(path)], check=True, capture_output=True
        )
        return tmp_path / "saved" / path.name

    untouched = find_edits(folder, saved(next(folder.root.glob("reports/*/summary.docx"))))
    assert (untouched.changes, untouched.to_look_at) == ((), ())
    path = edited(folder, swap(("still have one", "have one today"), ("Not one ", "No person ")))
    found = find_edits(folder, saved(path))
    assert found.to_look_at == ()
    wanted = BACKGROUND.replace("still have one", "have one today").replace("Not one", "No person")
    assert text_of(found) == wanted


def test_line_ends_and_the_mark_at_the_start_of_a_file_stay(folder: StudyFolder) -> None:
    path = folder.root / "report_text" / "background.md"
    path.write_bytes(b"\xef\xbb\xbf" + BACKGROUND.replace("\n", "\r\n").encode())
    take_edits(folder, find_edits(folder, edited(folder, swap(("Not one ", "No person ")))))
    wanted = BACKGROUND.replace("Not one", "No person").replace("\n", "\r\n").encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted


def test_a_text_that_changes_between_diff_and_answer_is_left_alone(folder: StudyFolder) -> None:
    found = find_edits(folder, edited(folder, swap(("Not one ", "No person "))))
    path = folder.root / "report_text" / "background.md"
    path.write_text("Somebody else was quicker.\n", "utf-8")
    with pytest.raises(ChangedUnderneathError):
        take_edits(folder, found)
    assert path.read_text("utf-8") == "Somebody else was quicker.\n"


def test_what_an_author_saves_while_the_edits_are_read_is_never_overwritten(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.root / "report_text" / "background.md"
    edits = edited(folder, swap(("Not one ", "No person ")))

    def count_while_somebody_saves(*given: Any) -> Any:
        path.write_text("Somebody else was quicker.\n", "utf-8")
        return count(*given)

    monkeypatch.setattr(take_edits_room, "count", count_while_somebody_saves)
    code = run(["report", "--take-edits", str(edits), "--yes", "--study", str(folder.root)])
    assert code == ExitCode.DISK
    assert path.read_text("utf-8") == "Somebody else was quicker.\n"
    told = " ".join(capsys.readouterr().err.split())
    assert "This text was changed while the edits were read" in told
    assert "report_text/background.md" in told


def test_line_ends_that_are_mixed_stay_mixed_where_nobody_touched_the_line(
    folder: StudyFolder,
) -> None:
    path = folder.root / "report_text" / "background.md"
    lines = BACKGROUND.splitlines()
    ends = ["\r\n" if at in (0, 1, 4, 7) else "\n" for at in range(len(lines))]
    path.write_bytes("".join(map(str.__add__, lines, ends)).encode())
    take_edits(folder, find_edits(folder, edited(folder, swap(("Not one ", "No person ")))))
    changed = [line.replace("Not one ", "No person ") for line in lines]
    assert path.read_bytes() == "".join(map(str.__add__, changed, ends)).encode()


@pytest.mark.skipif(os.name == "nt", reason="there are no such modes")
def test_a_text_that_others_could_read_they_still_can(folder: StudyFolder) -> None:
    path = folder.root / "report_text" / "background.md"
    path.chmod(0o644)
    take_edits(folder, find_edits(folder, edited(folder, swap(("Not one ", "No person ")))))
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_text_that_the_study_changed_since_is_merged_by_paragraph(folder: StudyFolder) -> None:
    path = folder.root / "report_text" / "background.md"
    study = BACKGROUND.replace(LAST, "The last word is with the county now.")
    path.write_text(study, "utf-8")
    edits = swap(("Not one ", "No person "), ("is with the branches", "is with their readers"))
    found = find_edits(folder, edited(folder, edits))
    assert text_of(found) == study.replace("Not one", "No person")
    assert [(one.was, one.now) for one in found.not_placed] == [
        (LAST, "The last word is with their readers.")
    ]


def test_documents_that_are_none_of_ours_are_refused(folder: StudyFolder, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Only edits in a \.docx"):
        find_edits(folder, folder.root / "report_text" / "background.md")
    torn = tmp_path / "torn.docx"
    torn.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError):
        find_edits(folder, torn)
    path = edited(folder, swap(("Not one ", "No person ")))
    shutil.rmtree(next(folder.root.glob("reports/*/.written")))
    with pytest.raises(NotFoundError, match="written"):
        find_edits(folder, path)


def test_the_command_shows_first_and_writes_only_where_it_is_told_to(
    folder: StudyFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    edits = swap(("Not one ", "No person "), ("Executive summary", "Digest"))
    path = str(edited(folder, edits))
    text = folder.root / "report_text" / "background.md"
    there = ["report", "--take-edits", path, "--study", str(folder.root)]
    assert run(there) == ExitCode.PROBLEMS
    out, err = capsys.readouterr()
    assert "--- report_text/background.md" in out
    assert "+No person {## as we heard ##}tallied" in out
    assert "is:  Digest" in out
    assert "--yes" in err
    assert text.read_text("utf-8") == BACKGROUND
    assert run([*there, "--yes"]) == ExitCode.PROBLEMS, "one thing was not placed"
    assert "No person" in text.read_text("utf-8")
    kept = next(folder.root.glob("reports/*/not-placed-*.md")).read_text("utf-8")
    assert "Digest" in kept
    plain = str(edited(folder, swap(("first, the roads", "first, roads"))))
    there[2] = plain
    assert run([*there, "--yes"]) == ExitCode.FINE
    capsys.readouterr()
    untouched = str(next(folder.root.glob("reports/*/evidence.docx")))
    assert run(["report", "--take-edits", untouched, "--study", str(folder.root)]) == ExitCode.FINE
    assert "nothing was changed" in capsys.readouterr().err


FORBIDDEN = "post only since the van went"


def test_a_quotation_that_may_not_stand_is_taken_and_told_at_once_and_in_the_end(
    folder: StudyFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(folder, swap((LAST, f"{LAST} They said “{FORBIDDEN}”.")))
    there = ["report", "--take-edits", str(path), "--study", str(folder.root), "--yes"]
    assert run(there) == ExitCode.PROBLEMS
    out, err = capsys.readouterr()
    assert FORBIDDEN in (folder.root / "report_text" / "background.md").read_text("utf-8")
    told = "QUOTATION THAT MAY NOT STAND: report_text/background.md: "
    assert f"{told}the quotation “{FORBIDDEN}” is the words of harrow-hill-main-1/" in out
    assert '"themer report" will refuse this until' in err
    assert 'Next: "themer report"' not in err
    assert run(["report", "--study", str(folder.root)]) == ExitCode.PROBLEMS


def test_a_quotation_that_nobody_is_recorded_to_have_said_is_noted_when_it_is_taken(
    folder: StudyFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(folder, swap((LAST, f"{LAST} So “many hands make light work of it”.")))
    there = ["report", "--take-edits", str(path), "--study", str(folder.root), "--yes"]
    assert run(there) == ExitCode.FINE
    out, err = capsys.readouterr()
    assert "Note: report_text/background.md: the quotation “many hands" in out
    assert "nobody is recorded to have said it" in out
    assert "refuse" not in err
