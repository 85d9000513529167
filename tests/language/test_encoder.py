from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from themer.errors import ModelError
from themer.language import Encoder, load_encoder
from themer.language.released import MODEL_FOLDER

REFERENCE = Path(__file__).parent / "reference_vectors.json"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_vectors_are_near_those_of_the_full_network(encoder: Encoder) -> None:
    stored = json.loads(REFERENCE.read_text("utf-8"))
    ours = encoder.encode([entry["text"] for entry in stored])
    cosines = (ours * np.array([entry["vector"] for entry in stored])).sum(axis=1)
    assert np.median(cosines) >= 0.985
    assert cosines.min() >= 0.95


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    alone = encoder.encode(["late notice"])[0]
    among = encoder.encode(["We have a rota for cover.", "late notice", "x " * 400])[1]
    assert alone.tobytes() == among.tobytes()


def test_rows_have_length_one_and_a_wordless_text_none(encoder: Encoder) -> None:
    rows = encoder.encode(["Two words", "", " \n"])
    assert rows.shape == (3, 384) and rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)


def test_a_text_beyond_the_window_is_read_to_its_end(encoder: Encoder) -> None:
    start = "The rota is short every week. " * 60
    plain, added = encoder.encode([start, start + "Parking is free. " * 20])
    parking = encoder.encode(["Parking is free."])[0]
    assert added @ parking > plain @ parking + 0.05


def test_a_sentence_beyond_the_window_is_read_too(encoder: Encoder) -> None:
    assert np.linalg.norm(encoder.encode(["rota " * 900])[0]) == pytest.approx(1, abs=1e-5)


def test_an_altered_or_missing_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    with (folder / "vocab.txt").open("a") as vocabulary:
        vocabulary.write("more\n")
    with pytest.raises(ModelError, match="not the one that was released") as altered:
        load_encoder(folder)
    assert altered.value.path == folder / "vocab.txt"
    assert altered.value.hint
    (folder / "minilm-l6-int8.onnx").unlink()
    with pytest.raises(ModelError, match="missing"):
        load_encoder(folder)


def test_without_the_runtime_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("themer.language.encoder.can_encode", lambda: False)
    with pytest.raises(ModelError, match="onnxruntime is not installed"):
        load_encoder()


def test_the_identity_files_vectors_under_the_hash_of_the_network(encoder: Encoder) -> None:
    line = (MODEL_FOLDER / "SHA256").read_text().splitlines()[0]
    assert encoder.identity.sha256 == line.split()[0]
    assert encoder.identity.sha256[:16] in encoder.identity.key
