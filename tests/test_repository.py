"""The repository as somebody finds it: what must be there, be true, and stay in step."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")


def tracked(*patterns: str) -> list[Path]:
    """List the repository's own files: what git knows, or every file where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        return [p for pattern in patterns or ("*",) for p in ROOT.rglob(pattern) if p.is_file()]
    names = listed.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = tracked("src/*.py", "tools/*.py", "benchmarks/*.py")
DOCUMENTS = tracked("*.md")


@pytest.mark.parametrize(
    "name",
    [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md",
        "CHANGELOG.md", "CITATION.cff", "LICENSE", "NOTICE", "Makefile", ".gitattributes",
        ".editorconfig", ".ci/run", ".github/pull_request_template.md", "docs/formats.md",
        "docs/governance.md", "docs/dependencies.md", "docs/roadmap.md", "docs/completion.md",
        "study.yaml", "question_sets", "interviews", "templates", "benchmarks",
        "src/themer/py.typed", "src/themer/language/model/MODEL_CARD.md",
    ],
)  # fmt: skip
def test_what_a_newcomer_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text, flags=re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


def wanted(group: str) -> list[Requirement]:
    """List a dependency group's requirements, with those of the groups that it includes."""
    found: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][group]:
        found += wanted(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        (LOCKS[0], RUN),
        (LOCKS[1], wanted("build")),
        (LOCKS[2], RUN + wanted("dev")),
    ],
    ids=LOCKS,
)
def test_the_lock_holds_what_the_project_asks_for(
    lock: str, requirements: list[Requirement]
) -> None:
    pins = locked(lock)
    out_of_step = [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert not out_of_step, "run: python3 tools/lock.py"


def test_the_locks_agree_with_each_other() -> None:
    every = locked(LOCKS[2])
    for lock in LOCKS[:2]:
        assert locked(lock).items() <= every.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_index_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for entry in re.split(r"^(?=[\w])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert "://" not in text


def test_what_builds_the_project_is_what_the_lock_builds_it_with() -> None:
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_every_dependency_has_its_reason() -> None:
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for requirement in RUN + wanted("dev"):
        assert re.search(
            rf"^\|[^|]*\b{re.escape(requirement.name.lower())}\b", table, re.MULTILINE
        ), requirement.name


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is_responsible_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py" and not text.strip():
        pytest.fail("an empty __init__.py: say in a docstring what the room is for")
    assert ast.get_docstring(ast.parse(text)), "begin with the one thing it is responsible for"


MACHINE_PATH = re.compile(
    r"(?<![\w.~-])/(?:work|farm|root|opt/dev|home/[a-z]\w*|Users/[A-Za-z]\w*|tmp/[a-z]\w*)/"
)


def test_no_file_names_a_place_of_one_machine() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        is_text = b"\0" not in content
        if not is_text or path.suffix == ".lock" or path == Path(__file__):
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
            if MACHINE_PATH.search(line):
                found.append(f"{name_of(path)}:{number}")
    assert not found


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def headings(path: Path) -> set[str]:
    """Give the anchors of a document's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text.replace("[`", "[").replace("`]", "]"))
    for target in LINK.findall(text):
        if "://" in target or target.startswith("mailto:"):
            continue
        file, _, anchor = target.partition("#")
        leads_to = (path.parent / file) if file else path
        assert leads_to.exists(), target
        if anchor and leads_to.suffix == ".md":
            assert anchor in headings(leads_to), target


def test_every_command_is_in_the_documents() -> None:
    from themer.cli.root import COMMANDS

    written = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    )
    missing = [name for name in COMMANDS if f"themer {name}" not in written]
    assert not missing


def test_the_versions_agree() -> None:
    import themer

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {themer.__version__}\n" in citation


def test_what_people_typed_keeps_its_line_ends() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


def test_the_gate_can_be_run() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--stage", ".ci/run"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        assert listed.stdout.startswith("100755")
