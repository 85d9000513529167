from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from themer.errors import ModelError
from themer.language import StaticEncoder, load_static_encoder
from themer.language.released import MODEL_FOLDER
from themer.language.static import DIMENSION, SCALES_FILE, TABLE_FILE

ALIKE = [
    ("The bus only comes once an hour", "Public transport to get here is infrequent"),
    ("My desk was shared with three colleagues", "There is not enough office space to sit in"),
    ("I waited weeks for a reply to my letter", "Nobody answered when I wrote to them"),
    ("The manager listens and gives advice", "Good support and guidance from my boss"),
    ("Laptops arrive late and passwords fail", "Computers and logins are never ready"),
    ("The nurse explained the tablets clearly", "Medication was described well by staff"),
]
"""Twice the same thing; of another pair's first text none says it."""


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return load_static_encoder()


def test_other_words_for_a_thing_are_nearer_than_other_things(encoder: StaticEncoder) -> None:
    said, again = (encoder.encode(texts) for texts in zip(*ALIKE, strict=True))
    near = said @ again.T
    assert (near.argmax(axis=1) == np.arange(len(ALIKE))).all()
    others = near[~np.eye(len(ALIKE), dtype=bool)]
    assert np.diag(near).min() > others.max()


def test_rows_have_length_one_and_a_wordless_text_none(encoder: StaticEncoder) -> None:
    rows = encoder.encode(["Two words", "", " \n", "🙂🙂 !!", "...", "\x00\x07"])
    assert rows.shape == (6, DIMENSION) and rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0, 0, 0, 0], abs=1e-5)
    assert encoder.encode([]).shape == (0, DIMENSION)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: StaticEncoder) -> None:
    texts = [f"late notice in ward {n}, and the rota " + "again " * (n % 50) for n in range(900)]
    together = encoder.encode([*texts, "", "word " * 9000, *texts[::-1]])
    alone = np.vstack([encoder.encode([text]) for text in texts[::97]])
    assert together[:900][::97].tobytes() == alone.tobytes()
    assert together[:900].tobytes() == together[902:][::-1].tobytes()


def test_the_order_of_words_does_not_count(encoder: StaticEncoder) -> None:
    one, other = encoder.encode(["no safe place to park", "park place to no safe"])
    assert one @ other == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["parking " * 100_000, "parking" + " 🙂" * 300_000])
def test_a_text_of_great_length_is_read(encoder: StaticEncoder, text: str) -> None:
    assert encoder.encode([text])[0] @ encoder.encode(["parking"])[0] > 0.999


def test_words_of_a_long_text_count_as_often_as_they_stand(encoder: StaticEncoder) -> None:
    long, short = encoder.encode(["rota cover cover " * 5000, "rota cover cover"])
    assert long @ short == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("name", [TABLE_FILE, SCALES_FILE, "vocab.txt"])
def test_an_altered_or_missing_file_is_named(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder, ignore=shutil.ignore_patterns("*.onnx"))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match="not the one that was released") as altered:
        load_static_encoder(folder)
    assert altered.value.path == folder / name
    (folder / name).unlink()
    with pytest.raises(ModelError, match="missing"):
        load_static_encoder(folder)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder, ignore=shutil.ignore_patterns("*.onnx"))
    np.save(folder / TABLE_FILE, np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ModelError):
        load_static_encoder(folder)


def test_the_table_can_be_mapped_from_the_disk() -> None:
    mapped = np.load(MODEL_FOLDER / TABLE_FILE, mmap_mode="r", allow_pickle=False)
    assert mapped.shape[1] == DIMENSION and mapped.dtype == np.int8


def test_the_identity_is_not_that_of_the_network(encoder: StaticEncoder) -> None:
    sums = (MODEL_FOLDER / "SHA256").read_text()
    assert f"{encoder.identity.sha256}  {TABLE_FILE}" in sums
    assert "static" in encoder.identity.key
