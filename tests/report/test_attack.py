"""A reader with a solver: nothing that a shared report withholds follows from all that it prints.

The reader knows the method, the questions and how many took part, has the ledger of every document,
and looks for each withheld count for the smallest and the largest number that it can be, given all
printed numbers. Where the two are the same, the count was told. A partner has its own sheet and its
own answers besides: the sheet tells it nothing withheld that these and the report would not.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rooms_study
from scipy.optimize import Bounds, LinearConstraint, milp

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.indicator import Indicator
from themer.model.interview import Answer
from themer.model.study import MinimumCell
from themer.report.assembling import assemble
from themer.report.basis import Basis

ROOT = Path(__file__).parents[2]
TEMPLATES = {path.name: path.read_text("utf-8") for path in (ROOT / "templates").glob("*.j2")}
HOME, LEAD = ("yes", "partly", "no", "-"), ("manager", "nobody", "-")
ATOMS = tuple(itertools.product(HOME, LEAD))
"""What a branch can have said to the two questions; ``-`` where it gave no value."""


def _where(home: str = "", lead: str = "") -> np.ndarray:
    """Count the branches that said one of these; empty for whatever they said."""
    chosen = [(not home or h in home.split()) and (not lead or m in lead.split()) for h, m in ATOMS]
    return np.array(chosen, dtype=float)


GIVEN_HOME, GIVEN_LEAD = _where("yes partly no"), _where("", "manager nobody")
COUNTS: dict[str, tuple[np.ndarray, np.ndarray]] = {
    **{f"fact:home:{v}@branch": (_where(v), GIVEN_HOME) for v in HOME[:3]},
    **{f"fact:lead:{v}@branch": (_where("", v), GIVEN_LEAD) for v in LEAD[:2]},
    "component:delivery:in_place@branch": (_where("yes"), GIVEN_HOME),
    "component:delivery:developing@branch": (_where("partly"), GIVEN_HOME),
    "component:delivery:absent@branch": (_where("no"), GIVEN_HOME),
    "pair:home-and-lead:with@branch": (
        _where("yes partly", "manager"),
        _where("yes partly", "manager nobody"),
    ),
    "pair:home-and-lead:without@branch": (_where("no", "manager"), _where("no", "manager nobody")),
    "indicator:managed@branch": (_where("", "manager"), GIVEN_LEAD),
}
"""Figure → what it counts, and its base, as sums over the atoms."""
VALUES: dict[str, np.ndarray] = {
    "component:delivery:base@branch": GIVEN_HOME,
    **{f"fact:home@branch:apart:{why}": _where("-") for why in ("dont_know", "no_answer")},
}


def made_study(seed: int, minimum: int) -> Material:
    """Make a small study in which branches said the two things at random, or nothing."""
    chance = random.Random(seed)
    units = chance.randint(2, 12)
    weights = [chance.random() + 0.05 for _ in HOME], [chance.random() + 0.05 for _ in LEAD]
    material = rooms_study.material(units)
    interviews = []
    for one in material.interviews:
        (home,), (lead,) = (
            chance.choices(HOME, weights[0]),
            chance.choices(LEAD, weights[1]),
        )
        nothing = Answer(state=chance.choice(["dont_know", "no_answer"]))
        answers = {
            **one.answers,
            "home": nothing if home == "-" else Answer(fact=home),
            "lead": Answer(state="no_answer") if lead == "-" else Answer(fact=lead),
        }
        interviews.append(replace(one, answers=answers))
    cell = MinimumCell(1, minimum)
    return replace(
        material,
        study=replace(material.study, minimum_cell=cell),
        interviews=tuple(interviews),
        indicators=(
            Indicator("managed", "Somebody answers for it", "lead is manager"),
            Indicator("both", "Both", "home is yes and lead is manager"),
        ),
    )


def printed_figures(material: Material, partner: str | None = None) -> dict[str, dict[str, object]]:
    """Give what all documents of a shared report print, or a partner's sheet, by figure."""
    report = assemble(
        Basis(
            material,
            find(material),
            TEMPLATES,
            "0" * 64,
            profile="shareable",
            partner=partner,
        )
    )
    return {one["figure"]: one for one in json.loads(report.ledger)["figures"]}


def known_from(
    figures: Mapping[str, Mapping[str, object]], took_part: int
) -> list[tuple[np.ndarray, float, float]]:
    """Give what a reader knows as sums over the atoms, each with its least and its most."""
    known: list[tuple[np.ndarray, float, float]] = [(np.ones(len(ATOMS)), took_part, took_part)]
    for key, (count, base) in COUNTS.items():
        one = figures.get(key)
        if one is not None and "k" in one:
            known += [(count, one["k"], one["k"]), (base, one["n"], one["n"])]  # type: ignore[list-item]
    for key, value in VALUES.items():
        one = figures.get(key)
        if one is not None and "value" in one and "apart" not in key:
            known.append((value, one["value"], one["value"]))  # type: ignore[arg-type]
    for key, one in figures.items():
        if key.endswith(":base") and "k" in one and (about := key.removesuffix(":base")) in COUNTS:
            known.append((COUNTS[about][1], one["k"], one["k"]))  # type: ignore[arg-type]
            # Nothing is withheld of a table with a base but what somebody said.
            if figures.get(about, {}).get("withheld") and about.startswith("fact:home"):
                known.append((COUNTS[about][0], 1, took_part))
    return known


def reach(
    wanted: np.ndarray, known: Sequence[tuple[np.ndarray, float, float]], took_part: int
) -> tuple[int, int]:
    """Find the smallest and the largest number that a sum can be."""
    matrix = np.array([row for row, _, _ in known])
    limits = LinearConstraint(matrix, [low for _, low, _ in known], [high for _, _, high in known])
    found = []
    for sign in (1, -1):
        solved = milp(
            sign * wanted,
            constraints=limits,
            integrality=np.ones(len(ATOMS)),
            bounds=Bounds(0, took_part),
        )
        assert solved.success, solved.message
        found.append(round(sign * solved.fun))
    return found[0], found[1]


def known_of_itself(material: Material, partner: str) -> list[tuple[np.ndarray, float, float]]:
    """Give what a partner knows: at least so many of each kind are its own."""
    own = [0] * len(ATOMS)
    for one in material.interviews:
        if one.organisation == partner:
            said = one.answers["home"].fact or "-", one.answers["lead"].fact or "-"
            own[ATOMS.index(said)] += 1  # type: ignore[arg-type]
    rows, most = np.eye(len(ATOMS)), len(material.interviews)
    return [(row, many, most) for row, many in zip(rows, own, strict=True)]


def known_from_sheet(
    sheet: Mapping[str, Mapping[str, object]], own: np.ndarray
) -> list[tuple[np.ndarray, float, float]]:
    """Give what a sheet says of the others, as sums over all: with the partner's own."""
    known = []
    for key, (count, base) in COUNTS.items():
        others = sheet.get(key.replace("@", ":others@"), {})
        if "k" in others:
            for sums, many in ((count, others["k"]), (base, others["n"])):
                total = float(many) + float(sums @ own)  # type: ignore[arg-type]
                known.append((sums, total, total))
        judged = sheet.get(f"{key.replace('@', ':others@')}:base", {})
        if "value" in judged:
            total = float(judged["value"]) + float(base @ own)  # type: ignore[arg-type]
            known.append((base, total, total))
    return known


@pytest.mark.parametrize("minimum", [2, 3, 4])
@pytest.mark.parametrize("seed", range(6))
def test_no_withheld_count_can_be_worked_out(seed: int, minimum: int) -> None:
    material = made_study(seed, minimum)
    took_part = len(material.interviews)
    figures = printed_figures(material)
    known = known_from(figures, took_part)
    for key, (count, _) in COUNTS.items():
        if figures.get(key, {}).get("withheld"):
            least, most = reach(count, known, took_part)
            assert least < most, (key, least)


@pytest.mark.parametrize("minimum", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_no_small_count_of_what_was_said_is_printed(seed: int, minimum: int) -> None:
    for key, one in printed_figures(made_study(seed, minimum)).items():
        if key.split(":")[0] in ("fact", "code", "theme", "pair", "indicator") and "k" in one:
            k, n = int(one["k"]), int(one["n"])  # type: ignore[call-overload]
            assert not 0 < k < minimum, key
            assert not 0 < n < minimum, key


@pytest.mark.parametrize("minimum", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_tells_a_partner_nothing_withheld_beyond_the_report_and_its_own_answers(
    seed: int, minimum: int
) -> None:
    material = made_study(seed, minimum)
    partner = material.study.partners[0].id
    took_part = len(material.interviews)
    figures = printed_figures(material)
    itself = known_of_itself(material, partner)
    before = [*known_from(figures, took_part), *itself]
    own = np.array([many for _, many, _ in itself], dtype=float)
    told = known_from_sheet(printed_figures(material, partner), own)
    for key, (count, _) in COUNTS.items():
        if figures.get(key, {}).get("withheld"):
            least, most = reach(count, before, took_part)
            if least < most:
                least, most = reach(count, [*before, *told], took_part)
                assert least < most, (key, least)


def test_the_attack_reads_a_sheet() -> None:
    material = made_study(0, 2)
    sheet = printed_figures(material, material.study.partners[0].id)
    assert known_from_sheet(sheet, np.zeros(len(ATOMS)))


def test_the_attack_finds_what_is_told() -> None:
    """Print a count beside a withheld one of a table of two: the solver has to see it."""
    known = [(np.ones(len(ATOMS)), 9.0, 9.0), (GIVEN_LEAD, 9.0, 9.0)]
    known.append((_where("", "manager"), 8.0, 8.0))
    assert reach(_where("", "nobody"), known, 9) == (1, 1)
