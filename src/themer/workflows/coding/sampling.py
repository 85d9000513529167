"""The answers that two people code: drawn once for a study, and taken up again ever after."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from themer.coding.sampling import Drawable, draw
from themer.errors import InputError
from themer.findings.material import Material
from themer.model.sample import Sample
from themer.storage.durable import create_file
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_file
from themer.workflows.coding.answers import answers_to_code
from themer.workflows.material import load_material


def share_of(text: str) -> float:
    """Read a share as people write it, such as ``20%`` or ``0.2``.

    Raises:
        InputError: It is none, or not above nought and at most all.
    """
    words = text.strip()
    try:
        share = float(words.rstrip("% ")) / (100 if words.endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise InputError(
            f'"{text}" is not a share of the answers.', hint="Such as 20%, or 0.2; at most 100%."
        )
    return share


def draw_or_load(folder: StudyFolder, share: float | None, seed: int | None, coder: str) -> Sample:
    """Give the study's sample; where there is none yet, draw it and keep it.

    Args:
        folder: The study.
        share: What to draw; None takes what was drawn.
        seed: None takes one that is fixed by the study's id, so that nobody chose it.
        coder: For whom it is drawn.

    Raises:
        InputError: There is nothing to draw from, another share or seed was drawn before, or no
            share is given and nothing was drawn.
        ProblemsError: The study, or the sample, does not hold.
        StorageError: It could not be kept.
    """
    stored = folder.sample()
    if stored is not None:
        _refuse_another(stored.value, share, seed)
        return stored.value
    if share is None:
        raise _none_drawn()
    material = load_material(folder)
    drawn = drawn_from(material, share, seed_of(material) if seed is None else seed, coder)
    try:
        create_file(folder.sample_path, to_file(drawn))
    except FileExistsError:  # somebody else drew it in this moment, and theirs holds
        return draw_or_load(folder, share, seed, coder)
    return drawn


def sample_of(folder: StudyFolder, *, needed: bool = False) -> Sample | None:
    """Read the study's sample; None where nothing was drawn.

    Raises:
        InputError: It is needed, and nothing was drawn.
        ProblemsError: It does not hold.
    """
    stored = folder.sample()
    if stored is None and needed:
        raise _none_drawn()
    return None if stored is None else stored.value


def drawn_from(material: Material, share: float, seed: int, coder: str) -> Sample:
    """Draw a sample, without keeping it.

    Raises:
        InputError: No conversation that counts has any words.
    """
    types = {partner.id: partner.type for partner in material.study.partners}
    answers = [
        Drawable(*one.place, material.audience_of(one.interview), types[one.interview.organisation])
        for one in answers_to_code(material)
        if one.interview.organisation in types
    ]
    if not answers:
        raise InputError(
            "There is nothing to draw from yet: no conversation that counts has any words.",
            hint="Hold one with themer interview, or bring answers in with themer import.",
        )
    strata, names = draw(answers, share, seed)
    now = datetime.now(UTC).replace(microsecond=0)
    return Sample("themer/sample/1", seed, share, now, coder, strata, names)


def seed_of(material: Material) -> int:
    """Give the seed that a study has by its id."""
    return int.from_bytes(hashlib.sha256(material.study.id.encode("utf-8")).digest()[:4], "big")


def _none_drawn() -> InputError:
    return InputError(
        "No answers were drawn to be coded twice.",
        hint="Draw them with: themer code --coder your-name --sample 20%.",
    )


def _refuse_another(drawn: Sample, share: float | None, seed: int | None) -> None:
    same_share = share is None or abs(share - drawn.share) < 1e-9
    if same_share and seed in (None, drawn.seed):
        return
    raise InputError(
        f"{len(drawn.answers)} answers, {drawn.share:.0%}, were drawn on {drawn.at:%Y-%m-%d} by "
        f"{drawn.by}, with seed {drawn.seed}. A sample is drawn once, for drawing again until one "
        "suits would be choosing.",
        hint="Leave --sample as it was; or move coding/sample.yaml away, and say why you did.",
    )
