"""A report that leaves the house holds nothing of whom it is about, in any file, part or property.

Partners, units, people, conversations, restricted words and staff's notes are sentinels; every file
of a shared report is taken apart as far as it goes, and none of them may be found.
"""

from __future__ import annotations

import getpass
import io
import re
import shutil
import socket
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from themer.errors import InputError
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.report import Wanted, write_report

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
SAID = ("Zuzzleford", "Quaxley", "Vrindlewick", "Brimthwaite")
"""Names of organisations."""
SECRETS = (
    *SAID,
    "Wexcombe-Parva",  # restricted words
    "Ptolomea",  # somebody named in a note
    "jnrqzx",  # ids of units and conversations
    "kryptonote",  # what staff noted
    "sensitivum",  # said to a sensitive question
    "Oblomova",  # a name in a quote, on which nobody has decided
)
PASSAGES = (
    ("has_home_service", 0, 12, "the van went"),
    ("hardest", 35, 53, "ask Oblomova first"),
)
FORMATS = ("docx", "html", "md", "pdf", "pptx")
INTERVIEW = """\
schema: themer/interview/1
id: jnrqzx{n}-1
set: {{id: reading-rooms-branches, version: "2026.1"}}
unit: jnrqzx{n}
organisation: jnrqzx-org{n}
state: finished
roster:
  - {{id: kryptonote-p, role: branch librarian, joined: "10:00"}}
sittings: [{{date: 2026-02-0{n}, mode: video, minutes: 4{n}}}]
consent: {{wording_version: "1", take_part: yes, quote: yes, name: yes}}
answers:
  has_home_service:
    state: answered
    fact: {fact}
    noted: "the van went. {name} never came back"
    verbatim:
      - {{start: 0, end: 12, text: the van went, may_use: yes, speaker: kryptonote-p}}
    follow_up: "kryptonote: ring {name}"
  pay: {{state: answered, fact: "{n}1", noted: "sensitivum"}}
  hardest:
    state: answered
    noted: "finding drivers, Ptolomea does it. ask Oblomova first, Wexcombe-Parva"
    restricted: [{{start: 55, end: 69}}]
    verbatim:
      - {{start: 35, end: 53, text: ask Oblomova first, may_use: yes, speaker: kryptonote-p}}
    practice: {{what: "Ptolomea drives on Fridays", ask: "the branch librarian", share: no}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    root = tmp_path_factory.mktemp("leaks") / "study"
    shutil.copytree(ROOMS, root)
    shutil.rmtree(root / "interviews")
    (root / "interviews").mkdir()
    study = (root / "study.yaml").read_text("utf-8")
    partners = "partners:\n" + "".join(
        f'  - id: jnrqzx-org{n}\n    name: "{name} Libraries"\n    type: council\n'
        f"    attributes: {{valley: upper}}\n    units:\n"
        f'      - {{id: jnrqzx{n}, name: "{name}, main branch", audience: branch, '
        "contact: {state: held, date: 2026-02-03, reason: kryptonote}}\n"
        for n, name in enumerate(SAID, 1)
    )
    study = re.sub(r"^partners:\n(?:^[ ].*\n)+", partners, study, flags=re.MULTILINE)
    assert "Harrow" not in study
    (root / "study.yaml").write_text(study, "utf-8")
    questions = next((root / "question_sets").glob("branches*"))
    text = questions.read_text("utf-8")
    assert "sensitive: yes" in text
    for n, name in enumerate(SAID, 1):
        content = INTERVIEW.format(n=n, name=name, fact="no" if n == 1 else "partly")
        (root / "interviews" / f"jnrqzx{n}-1.yaml").write_text(content, "utf-8")
    members = "".join(
        f"      - {{interview: jnrqzx{n}-1, question: {question}, start: {start}, end: {end}, "
        f'text: "{text}"}}\n'
        for n in range(1, len(SAID) + 1)
        for question, start, end, text in PASSAGES
    )
    themes = "schema: themer/themes/1\nthemes:\n  - id: drivers\n    status: named\n"
    themes += "    name: Drivers are hard to find\n    role: strength\n    members:\n" + members
    (root / "themes.yaml").write_text(themes, "utf-8")
    (root / "report_text").mkdir()
    (root / "report_text" / "background.md").write_text("Some background.\n", "utf-8")
    return StudyFolder(root)


def pieces(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Take a file apart: parts of archives, streams of a PDF, text in each usual encoding."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                yield f"{name}!{one.filename}", one.filename + repr((one.comment, one.extra))
                yield from pieces(f"{name}!{one.filename}", archive.read(one))
        return
    yield name, content.decode("latin-1")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield f"{name} as {encoding}", content.decode(encoding, "replace")
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield f"{name} stream", zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            yield f"{name} stream", stream.decode("latin-1")
    if content[:5] == b"%PDF-":
        reader = pytest.importorskip("pypdf").PdfReader(io.BytesIO(content))
        yield f"{name} properties", repr(reader.metadata) + repr(reader.xmp_metadata)
        yield f"{name} text", "\n".join(page.extract_text() for page in reader.pages)


def found_in(folder: Path, secrets: tuple[str, ...]) -> list[str]:
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for where, text in pieces(str(path.relative_to(folder)), path.read_bytes()):
            plain = f"{where}\n{text}".casefold()
            found += [f"{one} in {where}" for one in secrets if one.casefold() in plain]
    return found


def written(folder: StudyFolder, out: Path, ending: str, profile: str) -> Path:
    only = ["slides"] if ending == "pptx" else None
    try:
        write_report(folder, Wanted([ending], only, profile=profile), out=out)  # type: ignore[arg-type]
    except InputError as error:
        if "no format called" not in error.message:
            raise
        pytest.skip(error.message)
    return out


@pytest.mark.parametrize("ending", FORMATS)
def test_no_file_of_a_shared_report_holds_a_secret(
    folder: StudyFolder, tmp_path: Path, ending: str
) -> None:
    assert found_in(written(folder, tmp_path / "out", ending, "shareable"), SECRETS) == []


def test_a_quote_without_a_name_is_printed_in_it(folder: StudyFolder, tmp_path: Path) -> None:
    out = written(folder, tmp_path / "out", "md", "shareable")
    assert "the van went" in (out / "evidence.md").read_text("utf-8")


def test_the_report_for_those_inside_holds_names_so_the_search_finds_them(
    folder: StudyFolder, tmp_path: Path
) -> None:
    out = written(folder, tmp_path / "out", "docx", "internal")
    found = " ".join(found_in(out, SECRETS))
    assert all(name in found for name in SAID)
    assert "Wexcombe-Parva" not in found
    assert "Ptolomea" in found


@pytest.mark.parametrize("profile", ["internal", "shareable"])
@pytest.mark.parametrize("ending", FORMATS)
def test_no_file_tells_of_the_machine(
    folder: StudyFolder, tmp_path: Path, ending: str, profile: str
) -> None:
    machine = (str(folder.root), str(tmp_path), str(Path.home()) + "/", socket.gethostname())
    names = tuple(name for name in (*machine, getpass.getuser()) if len(name) > 4)
    assert found_in(written(folder, tmp_path / "out", ending, profile), names) == []


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_times_in_archives_are_fixed_and_nobody_is_named_as_author(
    folder: StudyFolder, tmp_path: Path, ending: str
) -> None:
    out = written(folder, tmp_path / "out", ending, "shareable")
    for path in out.glob(f"*.{ending}"):
        with zipfile.ZipFile(path) as archive:
            assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
            assert not any("comments" in name.lower() for name in archive.namelist())
            body = "".join(
                archive.read(name).decode("utf-8", "replace")
                for name in archive.namelist()
                if name.endswith(".xml")
            )
        authors = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", core)
        assert set(authors) <= {"themer"}
        assert not re.search(r"<w:(?:ins|del|moveFrom|moveTo) |<w:vanish|state=\"hidden\"", body)
