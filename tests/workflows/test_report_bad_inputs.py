"""Reports of poor or hostile material: whole documents in every format, or a clear refusal."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from themer.errors import InputError, StorageError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.interview import Answer, Practice, Verbatim
from themer.model.study import MinimumCell
from themer.report.assembling import Report, assemble
from themer.report.basis import Basis
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.formats import document_writers, what_goes_where
from themer.workflows.reporting.report import Wanted, write_report

ROOT = Path(__file__).parents[2]
ROOMS = ROOT / "tests" / "fixtures" / "reading_rooms"
sys.path.insert(0, str(ROOT / "tests" / "report"))
import rooms_study  # noqa: E402

TEMPLATES = {path.name: path.read_text("utf-8") for path in (ROOT / "templates").glob("*.j2")}
FORMATS = ("docx", "html", "md", "pdf", "pptx")
HOSTILE = (
    "a | b || c",
    "*bold* _under_ `code` # head [x](http://x) ![y](z)",
    "<script>alert(1)</script><!-- gone --> &amp; ]]>",
    "{{ study.title }} {% for x in y %} {#id}",
    "=1+1 and @SUM(A1) and -2+3",
    "bell \x07 escape \x1b[31m vertical \x0b null-like \u0000 end".replace("\u0000", "\x01"),
    "right \u202e to left \u2028 line \ufeff mark",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f600",
    "\ue000 private \ue001",
)
LONG = "word " * 10_000


def report_of(material: Material, profile: str) -> Report:
    return assemble(
        Basis(
            material,
            find(material),
            TEMPLATES,
            "0" * 64,
            profile=profile,  # type: ignore[arg-type]
        )
    )


def written(report: Report, ending: str) -> Iterator[tuple[str, bytes]]:
    """Write what there is in a format, and check that each file is whole."""
    try:
        (write,) = document_writers([ending]).values()
    except InputError as error:
        pytest.skip(error.message)
    only = ["slides"] if ending == "pptx" else None
    for name, _ in what_goes_where(tuple(report.documents), [ending], only):
        content = write(report.documents[name])
        assert_whole(content, ending)
        yield name, content


def assert_whole(content: bytes, ending: str) -> None:
    if ending in ("docx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(name))
    elif ending == "pdf":
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
    else:
        text = content.decode("utf-8", "surrogatepass")
        assert ending != "html" or text.rstrip().endswith("</html>")


def two_organisations() -> Material:
    material = rooms_study.material(4)
    return replace(material, study=replace(material.study, minimum_cell=MinimumCell(1, 3)))


def never_discussed() -> Material:
    material = rooms_study.material(6, coded=False, themed=False)
    silent = tuple(
        replace(one, answers={"lead": one.answers["lead"]}) for one in material.interviews
    )
    return replace(material, interviews=silent)


POOR = {
    "no conversation": lambda: rooms_study.material(4, took_part=0),
    "one conversation": lambda: rooms_study.material(4, took_part=1),
    "two conversations": lambda: rooms_study.material(4, took_part=2),
    "every quote refused": lambda: rooms_study.material(8, may_quote=False),
    "two organisations where the threshold is three": two_organisations,
    "a component never discussed": never_discussed,
}


@cache
def poor_report(name: str, profile: str) -> Report:
    return report_of(POOR[name](), profile)


@pytest.mark.parametrize("profile", ["internal", "shareable"])
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", POOR)
def test_poor_material_gives_whole_documents(name: str, ending: str, profile: str) -> None:
    files = dict(written(poor_report(name, profile), ending))
    assert files
    if ending == "md":
        words = "\n".join(content.decode() for content in files.values())
        assert not re.search(r"\bNone\b(?! of)", words)
        if name == "every quote refused":
            assert "always drivers" not in words
        if name == "a component never discussed" and profile == "internal":
            assert "Not discussed" in words


@cache
def hostile_report(words: str) -> Report:
    material = rooms_study.material(8)
    said = (Verbatim(0, len(words), words, True, "p1"),)
    first, *others = material.interviews
    practice = Practice(what=words[:2000], ask="the lead", share=True)
    hostile = Answer(noted=words, verbatim=said, practice=practice)
    first = replace(first, answers={**first.answers, "hardest": hostile})
    (theme,) = material.themes
    member = replace(theme.members[0], start=0, end=len(words), text=words)
    theme = replace(
        theme, name=f"Theme {words[:200]}".strip(), members=(member, *theme.members[1:])
    )
    material = replace(material, interviews=(first, *others), themes=(theme,))
    return report_of(material, "internal")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("words", [*HOSTILE, LONG], ids=[*map(repr, range(len(HOSTILE))), "long"])
def test_hostile_words_come_through_as_words(words: str, ending: str) -> None:
    files = dict(written(hostile_report(words), ending))
    assert files
    if ending == "html":
        page = b"".join(files.values())
        assert b"<script>alert" not in page
    if ending in ("html", "md"):
        assert not any(b"\x1b" in content or b"\x07" in content for content in files.values())


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    shutil.copytree(ROOMS, tmp_path / "study")
    return StudyFolder(tmp_path / "study")


def test_a_target_that_is_a_file_is_told_with_code_three(
    folder: StudyFolder, tmp_path: Path
) -> None:
    target = tmp_path / "taken"
    target.write_text("mine")
    command = [sys.executable, "-m", "themer", "report", "--study", str(folder.root)]
    done = subprocess.run(
        [*command, "--out", str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "taken" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["study", "taken"]


def test_a_document_that_is_open_elsewhere_is_told_and_stays_as_it_was(
    folder: StudyFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_report(folder, Wanted(["md"]), out=out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    move = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target.name == "summary.md" and target.parent == out:
            raise PermissionError(13, "The process cannot access the file")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(StorageError) as caught:
        write_report(folder, Wanted(["md"]), out=out)
    assert "Close it where it is open" in (caught.value.hint or "")
    assert {path: path.read_bytes() for path in before} == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
