"""Themes and candidates as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from themer.findings.figure import Figure
from themer.model.theme import ThemePassage
from themer.workflows.themes.views import CandidateHere, ThemeHere, ThemeView


def listing_json(view: ThemeView) -> str:
    """Write what the theme desk lists: named themes, candidates, refused and merged ones."""
    found = {
        "themes": [_theme(one) for one in view.named],
        "candidates": [_candidate(one) for one in view.candidates],
        "closed": [_theme(one) for one in view.closed],
        "made_by": _made_by(view),
        "note": view.note,
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _made_by(view: ThemeView) -> dict[str, Any] | None:
    """Say which program, model and settings made the candidates, and from what."""
    found = view.material.candidate_themes
    return None if found is None else {**asdict(found.made_by), "data_sha256": found.data_sha256}


def _theme(one: ThemeHere) -> dict[str, Any]:
    theme = one.theme
    counts = [] if one.finding is None else one.finding.counts
    return {
        "id": theme.id,
        "status": theme.status,
        "name": theme.name,
        "statement": theme.statement,
        "otherwise": theme.otherwise,
        "role": theme.role,
        "confidence": theme.confidence.level if theme.confidence else None,
        "counts": [
            {"audience": c.audience, "voiced": _count(c.voiced), "contrary": _count(c.contrary)}
            for c in counts
        ],
        "passages": [_place(passage) for passage in theme.members],
        "contrary": [_place(passage) for passage in theme.contrary],
        "gone": one.gone,
        "moved": one.moved,
        "new": [_place(passage) for passage in one.new],
        "found_again_as": list(one.joined),
    }


def _candidate(one: CandidateHere) -> dict[str, Any]:
    finding = one.finding
    return {
        "id": one.id,
        "name": one.name,
        "words": list(one.words),
        "kept": finding.kept,
        "resamples": finding.resamples,
        "firm": finding.firm,
        "broader": finding.broader,
        "relation": {"kind": finding.relation.kind, "codes": list(finding.relation.codes)},
        "passages": [_place(passage) for passage in one.passages],
        "like": None if one.like is None else {"theme": one.like[0], "passages": one.like[1]},
    }


def _count(figure: Figure) -> dict[str, int]:
    return {"k": figure.k, "n": figure.n}


def _place(one: ThemePassage) -> dict[str, Any]:
    return {
        "interview": one.interview,
        "question": one.question,
        "start": one.start,
        "end": one.end,
    }
