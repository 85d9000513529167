"""What an analysis follows from, as hashes: nothing is worked out again while they are the same."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib import metadata

import themer
from themer.findings.material import Material
from themer.model.interview import Interview

_SETTINGS = {"suggestions": 4, "themes": 4, "segments": 1}


_LIBRARIES = ("numpy", "onnxruntime", "scikit-learn", "scipy", "spacy")


@functools.cache
def libraries() -> str:
    """Name the versions of the libraries that compute; one that is not installed is left out."""
    found = []
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return ", ".join(found)


def settings_sha256() -> str:
    """Hash the settings of the method, in short."""
    return _sha256([json.dumps(_SETTINGS, sort_keys=True)])[:8]


def inputs_sha256(material: Material) -> str:
    """Hash everything that the results follow from, versions of program and libraries included."""
    return _sha256(
        (
            themer.__version__,
            libraries(),
            json.dumps(_SETTINGS, sort_keys=True),
            *(("drawn",) if material.sample is not None else ()),
            *(part for interview in material.counted() for part in _words_of(interview)),
            *(part for interview in material.counted() for part in _beside_words(interview)),
            *(repr(material.codebooks[name]) for name in sorted(material.codebooks)),
            *(repr(material.sets[name]) for name in sorted(material.sets)),
            *(repr(d) for d in material.decisions if d.code is not None or d.action == "read"),
        )
    )


def part_sha256(material: Material, own: Iterable[str], model: str | None) -> str:
    """Hash everything that the suggestions for some conversations follow from.

    Args:
        material: These conversations, and those that they are compared with.
        own: The ids of these.
        model: The hash of the model that makes vectors; None where there is none.
    """
    return _sha256((material.study.id, inputs_sha256(material), str(model), *sorted(own)))


def words_sha256(study: str, interview: Interview) -> str:
    """Hash what the segments of one interview are cut from."""
    settings = json.dumps(_SETTINGS, sort_keys=True)
    return _sha256((themer.__version__, settings, study, *_words_of(interview)))


def _words_of(interview: Interview) -> Iterator[str]:
    yield interview.id
    for question, answer in sorted(interview.answers.items()):
        yield from (question, answer.coded_text, repr(answer.closed))


def _beside_words(interview: Interview) -> Iterator[str]:
    """Go through what else counts: what was asked, exemplars' places, which answers are read."""
    yield from (interview.set.id, interview.organisation)
    yield from (answer.state for _, answer in sorted(interview.answers.items()))


def _sha256(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
