"""YAML text into plain data: every scalar as text, limits kept, places known when asked for.

``yaml.load`` turns ``no`` into False and lets the second of two equal keys win in silence, and its
composer recurses, so that 30,000 brackets end the process. Events are built into data here with a
stack of our own: the limits hold before anything large exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from themer.errors import InputError, Problem, ProblemsError, StorageError

MOST_BYTES = 2_000_000
MOST_NODES = 100_000
MOST_DEPTH = 40
MOST_ALIASES = 20

Plain = str | None | list["Plain"] | dict[str, "Plain"]
"""What a YAML file is made of here: text, nothing, lists and mappings."""
Location = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, both from 1."""


class YamlFault(Exception):
    """A fault in the YAML itself, at a place."""

    def __init__(self, number: str, message: str, place: Place = (0, 0)) -> None:
        super().__init__(message)
        self.number = number
        self.message = message
        self.place = place


@dataclass(slots=True)
class Places:
    """Where keys and values stand, by their location in the data."""

    keys: dict[Location, Place] = field(default_factory=dict)
    values: dict[Location, Place] = field(default_factory=dict)

    def find(self, location: Location, *, of_key: bool = False) -> Place:
        """Give the place of a location, or of the nearest thing round it."""
        if of_key and location in self.keys:
            return self.keys[location]
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, (1, 1))


def read_bytes(path: Path, *, most: int = MOST_BYTES, shown_as: Path | None = None) -> bytes:
    """Read a whole file of at most so many bytes; ``shown_as`` is the path for messages.

    Raises:
        StorageError: It cannot be read.
        InputError: It is larger.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", path=shown_as or path) from error
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        raise StorageError(message, path=shown_as or path) from error
    if len(content) > most:
        shown = shown_as or path
        raise ProblemsError(
            [Problem(shown, 0, 0, "YA002", f"is larger than {most // 1_000_000} MB. Split it")]
        )
    return content


def decode(content: bytes) -> str:
    """Turn a file's bytes into text.

    Raises:
        YamlFault: They are not UTF-8, or hold NUL.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise YamlFault("001", "is saved as UTF-16. Save it again as UTF-8")
    if b"\0" in content:
        raise YamlFault("001", "holds NUL bytes, so it is damaged or not a text. Restore a copy")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlFault("001", "is not UTF-8. Save it again as UTF-8", (line, 0)) from error


def parse(text: str) -> Plain:
    """Build plain data from YAML text.

    Raises:
        YamlFault: The first fault, with its place.
    """
    return _build(text, None)


def find_places(text: str) -> Places:
    """Say where each key and value stands; for messages only, as it costs a second pass."""
    places = Places()
    _build(text, places)
    return places


def _build(text: str, places: Places | None) -> Plain:
    builder = _Builder(places)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _syntax_fault(error, text) from error
    if not builder.has_root:
        raise YamlFault("001", "is empty", (1, 1))
    return builder.root


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled."""

    container: list[Plain] | dict[str, Plain]
    location: Location
    anchor: str | None
    nodes_before: int
    key: str | None = None


class _Builder:
    """Takes parser events one by one; holds what is open and what it has counted."""

    def __init__(self, places: Places | None) -> None:
        self.root: Plain = None
        self.has_root = False
        self._places = places
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._aliases = 0
        self._anchors: dict[str, tuple[Plain, int]] = {}

    def take(self, event: yaml.Event) -> None:
        """Take one event in."""
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._take_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.has_root:
            raise YamlFault("005", "holds a second document (---). Keep one", _place(event))

    def _count(self, number: int, event: yaml.Event) -> None:
        self._nodes += number
        if self._nodes > MOST_NODES:
            raise YamlFault(
                "002", f"holds more than {MOST_NODES:,} values. Split it", _place(event)
            )

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(1, event)
        _refuse_tag(event)
        value: str | None = event.value
        if value == "" and event.implicit[0]:
            value = None
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._take_key(frame, value, event)
        else:
            self._add(value, event, anchor=event.anchor, nodes=1)

    def _take_key(self, frame: _Frame, key: str | None, event: yaml.Event) -> None:
        if key is None:
            raise YamlFault("003", "has a key without a name", _place(event))
        if key in frame.container:
            raise YamlFault(
                "004", f'has "{key}" twice in one place. Keep one of them', _place(event)
            )
        frame.key = key
        if self._places is not None:
            self._places.keys[(*frame.location, key)] = _place(event)

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise YamlFault("006", f"uses more than {MOST_ALIASES} aliases (*)", _place(event))
        if event.anchor not in self._anchors:
            raise YamlFault("006", f"*{event.anchor} stands for nothing", _place(event))
        value, nodes = self._anchors[event.anchor]
        self._count(nodes, event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            raise YamlFault("006", "an alias cannot be a key", _place(event))
        self._add(value, event, anchor=None, nodes=nodes)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._count(1, event)
        _refuse_tag(event)
        if len(self._stack) >= MOST_DEPTH:
            raise YamlFault("007", f"is nested more than {MOST_DEPTH} deep", _place(event))
        location = self._next_location(event)
        if self._places is not None:
            self._places.values.setdefault(location, _place(event))
        container: list[Plain] | dict[str, Plain] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self._stack.append(_Frame(container, location, event.anchor, self._nodes))

    def _close(self) -> None:
        frame = self._stack.pop()
        nodes = self._nodes - frame.nodes_before + 1
        self._add(frame.container, None, anchor=frame.anchor, nodes=nodes)

    def _next_location(self, event: yaml.Event) -> Location:
        if not self._stack:
            return ()
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            return (*frame.location, len(frame.container))
        if frame.key is None:
            raise YamlFault("003", "has a list or a table where a key should be", _place(event))
        return (*frame.location, frame.key)

    def _add(
        self, value: Plain, event: yaml.Event | None, *, anchor: str | None, nodes: int
    ) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, nodes)
        if not self._stack:
            self.root, self.has_root = value, True
            return
        frame = self._stack[-1]
        if self._places is not None and event is not None:
            self._places.values.setdefault(self._next_location(event), _place(event))
        if isinstance(frame.container, list):
            frame.container.append(value)
        else:
            assert frame.key is not None
            frame.container[frame.key] = value
            frame.key = None


def _refuse_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.tag is not None:
        raise YamlFault("005", f"uses the tag {event.tag}; write the plain value", _place(event))


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (0, 0) if mark is None else (mark.line + 1, mark.column + 1)


_SYNTAX: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "003",
        "a colon inside a value needs quotes round the value.",
    ),
    "found character that cannot start any token": (
        "003",
        "a value cannot begin with this character (a tab, @, ` or %). Use spaces, or quotes round "
        "the value.",
    ),
    "could not find expected ':'": (
        "003",
        "a line here has no colon after its key. A text of several lines needs | after the colon "
        "and an indent.",
    ),
    "did not find expected key": (
        "003",
        "the indent or the quotes do not fit what stands above. Line this up with its neighbours.",
    ),
    "found unexpected end of stream": ("003", "a quote or bracket is opened and never closed."),
    "control characters are not allowed": ("001", "holds a control character. Remove it."),
    "did not find expected ',' or": ("003", "a comma or a closing bracket is missing."),
}


def _syntax_fault(error: yaml.YAMLError, text: str) -> YamlFault:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    place = (0, 0)
    if mark is not None:
        place = (mark.line + 1, mark.column + 1)
    elif isinstance(position, int):
        place = (text.count("\n", 0, position) + 1, 0)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", "") or "")
    for beginning, (number, message) in _SYNTAX.items():
        if said.startswith(beginning):
            return YamlFault(number, message + _rewrite(message, text, place), place)
    return YamlFault("003", f"cannot be read as YAML here: {said or 'unknown fault'}.", place)


def _rewrite(message: str, text: str, place: Place) -> str:
    """Show the line as it should be, where that is certain."""
    lines = text.split("\n")
    if not message.startswith("a colon") or not 0 < place[0] <= len(lines):
        return ""
    key, _, value = lines[place[0] - 1].strip().partition(": ")
    shown = value if len(value) <= 40 else value[:40].rstrip() + " …"
    return f' Write {key}: "{shown}"' if value and '"' not in value else ""
