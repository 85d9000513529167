"""The rooms and their rules, held by looking at every import and at what commands really load."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_study import SAID, write_study

SOURCE = Path(__file__).parents[1] / "src" / "themer"

FLOORS = {
    "errors": 0,
    "__init__": 0,
    "model": 1,
    "language": 1,
    "segments": 2,
    "conversation": 3,
    "coding": 3,
    "themes": 3,
    "findings": 3,
    "report": 4,
    "storage": 4,
    "exchange": 4,
    "workflows": 5,
    "tui": 6,
    "plain": 6,
    "cli": 7,
    "__main__": 8,
}

OWNERS = {
    "click": {"cli", "__main__"},
    "rich": {"cli", "tui"},
    "textual": {"tui"},
    "yaml": {"storage"},
    "pydantic": {"storage"},
    "pydantic_core": {"storage"},
    "sqlite3": {"storage"},
    "jinja2": {"report"},
    "markdown_it": {"report"},
    "xlsxwriter": {"exchange"},
    "pyarrow": {"exchange"},
    "docx": {"report"},
    "pypdf": {"report"},
    "typst": {"report"},
    "pptx": {"report"},
    "lxml": {"report", "exchange"},
    "sklearn": {"coding", "themes"},
    "threadpoolctl": {"language"},
    "scipy": {"coding", "themes"},
    "spacy": {"language"},
    "onnxruntime": {"language"},
    "numpy": {
        "language",
        "coding",
        "themes",
        "findings",
        "storage",
        "exchange",
        "report",
        "workflows",
    },
    "annotated_types": {"model"},
    "multiprocessing": {"workflows"},
    "concurrent": {"workflows", "tui"},
}

PURE = {"conversation", "coding", "themes", "findings", "model"}
READING_AND_PRINTING = {"print", "open", "input"}
OF_THE_WORLD = {"os", "time", "socket", "subprocess", "sqlite3", "tempfile", "shutil"}
READS_OR_WRITES = (
    *(f".{name}" for name in ("read_text", "read_bytes", "write_text", "write_bytes", "iterdir")),
    *("datetime.now", "date.today", "datetime.utcnow"),
)
"""Methods of paths and clocks: what is pure reads neither."""


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def broken_rules(room: str, source: str) -> list[str]:
    """Say which imports of a module of a room break the rules."""
    found = []
    for line, name in imported(ast.parse(source)):
        parts = name.split(".")
        if parts[0] == "themer":
            other = parts[1] if len(parts) > 1 else "__init__"
            if other == room or other not in FLOORS:
                continue
            if FLOORS[other] > FLOORS[room]:
                found.append(f"{line}: {room} imports {name} from a floor above")
            elif FLOORS[other] == FLOORS[room]:
                found.append(f"{line}: {room} imports {name} from its own floor")
        elif room not in OWNERS.get(parts[0], {room}):
            found.append(f"{line}: {room} imports {parts[0]}, which belongs to others")
    return sorted(set(found))


def touches_the_world(source: str) -> list[str]:
    """Say where a pure room's module reads, writes or prints."""
    found = []
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in READING_AND_PRINTING:
            found.append(f"{called.lineno}: {called.id}()")
        elif isinstance(called, ast.Attribute) and ast.unparse(called).endswith(READS_OR_WRITES):
            found.append(f"{called.lineno}: .{called.attr}()")
    for line, name in imported(ast.parse(source)):
        if name.split(".")[0] in {
            "os",
            "time",
            "socket",
            "subprocess",
            "sqlite3",
            "tempfile",
            "shutil",
        }:
            found.append(f"{line}: {name}")
    return found


def test_every_module_lies_in_a_known_room() -> None:
    assert {room_of(path) for path in modules()} <= set(FLOORS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_downwards_and_libraries_stay_in_their_rooms(path: Path) -> None:
    assert broken_rules(room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("model", "from themer.storage import files"),
        ("coding", "import themer.themes"),
        ("findings", "import yaml"),
        ("workflows", "from textual.app import App"),
        ("tui", "def f():\n    import jinja2"),
        ("storage", "from themer import workflows"),
    ],
)
def test_a_planted_violation_is_found(room: str, source: str) -> None:
    assert broken_rules(room, source)


def test_pure_rooms_read_write_and_print_nothing() -> None:
    # calibration.json is package data: a frozen number beside its module, read once.
    allowed = {SOURCE / "coding" / "calibration.py"}
    found = {
        str(path.relative_to(SOURCE)): touches_the_world(path.read_text(encoding="utf-8"))
        for path in modules()
        # A sitting has a day, so the conversation alone may ask the calendar.
        if room_of(path) in PURE and path not in (*allowed, SOURCE / "conversation" / "session.py")
    }
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "source",
    [
        "print('x')",
        "open('x')",
        "import os",
        "import sqlite3",
        "import time",
        "from pathlib import Path\nPath('x').read_text()",
        "import datetime as dt\ndt.datetime.now()",
    ],
)
def test_a_planted_reading_or_printing_is_found(source: str) -> None:
    assert touches_the_world(source)


def test_storage_prints_nothing() -> None:
    printing = [
        f"{path.name}:{node.lineno}"
        for path in modules()
        if room_of(path) in ("storage", "workflows", "report", "exchange")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    # The template child speaks to its parent over its standard output.
    assert [place for place in printing if not place.startswith("child.py")] == []


def loaded_by(arguments: list[str], folder: Path, typed: str = "") -> set[str]:
    """Run a command to its end, with what is typed into it, and list what it had loaded."""
    code = (
        "import sys\n"
        "from themer.cli.edge import run\n"
        f"code = run({arguments!r})\n"
        "sys.stderr.write('LOADED ' + ' '.join(sorted(m.split('.')[0] for m in sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        input=typed,
        cwd=folder,
        env={**os.environ, "THEMER_STATE": str(folder / "state")},
        check=True,
    )
    return set(done.stderr.rpartition("LOADED ")[2].split())


HEAVY = {"spacy", "sklearn", "jinja2", "docx", "pptx", "onnxruntime", "scipy", "threadpoolctl"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["interview", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert loaded_by(arguments, tmp_path) & (HEAVY | {"textual", "pydantic", "numpy"}) == set()


def test_check_loads_no_analysis(tmp_path: Path) -> None:
    assert "pydantic" in loaded_by(["check", "--study", str(SOURCE.parents[1])], tmp_path)
    assert loaded_by(["check", "--study", str(SOURCE.parents[1])], tmp_path) & HEAVY == set()


def test_a_whole_conversation_loads_no_analysis(tmp_path: Path) -> None:
    study = write_study(tmp_path / "rooms", list(SAID))
    typed = "branch librarian\n\n1\n\ny\ny\nn\npartly\nthe van went\n"
    arguments = ["interview", "--plain", "--new", "--unit", "harrow-hill-mobile"]
    loaded = loaded_by([*arguments, "--study", str(study)], tmp_path, typed)
    kept = (study / "interviews" / "harrow-hill-mobile-1.yaml").read_text(encoding="utf-8")
    assert "the van went" in kept
    assert loaded & HEAVY == set()


def test_nothing_in_the_source_knows_one_field() -> None:
    words = re.compile(
        r"practice educat|social work|placement|\bPEPS\b|\bQAPL\b|universit|student|\bHEI\b", re.I
    )
    found = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def catches_everything(source: str) -> int:
    """Count the handlers of a module that catch whatever happens, alone or in a row."""
    return sum(
        node.type is None
        or any(
            isinstance(name, ast.Name) and name.id in ("Exception", "BaseException")
            for name in ast.walk(node.type)
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler)
    )


def test_only_the_edge_and_the_thread_that_saves_catch_everything() -> None:
    counts = {
        path.relative_to(SOURCE).as_posix(): catches_everything(path.read_text(encoding="utf-8"))
        for path in modules()
    }
    broad = {path: count for path, count in counts.items() if count}
    assert broad == {"cli/edge.py": 1, "workflows/interviews/saving.py": 1}


@pytest.mark.parametrize(
    "caught", ["", " Exception", " BaseException as error", " (OSError, Exception)"]
)
def test_a_planted_broad_exception_is_found(caught: str) -> None:
    assert catches_everything(f"try:\n    f()\nexcept{caught}:\n    raise") == 1


def undescribed(source: str) -> list[str]:
    """Name the public functions and classes of a module, inner ones too, that nothing describes."""
    return [
        f"{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def test_everything_public_has_a_docstring() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): undescribed(path.read_text(encoding="utf-8"))
        for path in modules()
    }
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    [
        "class Thing:\n    pass",
        "async def read():\n    # says nothing to a reader\n    return 1",
        "class _Own(Base):\n    def override(self):\n        return 1",
        "def _outer():\n    def inner():\n        return 1\n    return inner",
        'def blank():\n    """ """',
    ],
)
def test_a_planted_lack_of_a_docstring_is_found(source: str) -> None:
    assert len(undescribed(source)) == 1


def test_modules_and_functions_stay_short() -> None:
    long = []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            long.append(f"{path.relative_to(SOURCE)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > 80:
                    long.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}: {size}")
    assert long == []
