"""Group a study's segments into candidate themes, and tell how each relates to the codes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from themer.findings.material import Material
from themer.model.interview import Interview
from themer.model.theme import (
    BroaderCandidate,
    CandidateMember,
    CandidateTheme,
    CandidateThemes,
    MadeBy,
    Relation,
)
from themer.segments import Segment
from themer.storage.kept_value import kept_value
from themer.themes.grouping import GroupedTheme, Grouping, TextForGrouping
from themer.themes.sampled import OfSample, group_any_number
from themer.workflows.analysis.vectors import Encode
from themer.workflows.coding.judgements import judgements_of, read_segments
from themer.workflows.progress import Progress

Asked = tuple[str, tuple[str, ...]]
"""The words of a question, and the codes that it is linked to."""
Likeliest = Mapping[str, tuple[str, float]]
"""By the id of a segment, the code that is suggested first and its confidence."""
LIKELY = 0.3
"""From this confidence the first suggestion says where a passage lies, until somebody has read it:
it is right more often than any other code would be, and a theme is judged by many passages."""


def asked(material: Material, interview: Interview, question_id: str) -> Asked:
    """Give the words of an interview's question, and the codes that it is linked to."""
    question = material.question(interview, question_id)
    return ("", ()) if question is None else (question.ask, question.components)


def candidate_themes(
    material: Material,
    segments: Sequence[Segment],
    likeliest: Likeliest,
    made_by: MadeBy,
    inputs: str,
    encode: Encode | None,
    cache: Path,
    progress: Progress,
) -> CandidateThemes:
    """Group the segments of all conversations.

    Args:
        material: The study.
        segments: Of the conversations that count.
        likeliest: What was suggested for them.
        made_by: Program, model and settings.
        inputs: The hash of what all this follows from.
        encode: Texts into vectors; None works with words alone.
        cache: The folder that may be deleted at any time.
        progress: Told how far the trial of stability has come.
    """
    codes = _codes_of(material, segments, likeliest)
    interviews = {interview.id: interview for interview in material.interviews}
    questions: dict[tuple[str, str], str] = {}
    texts = []
    for segment in segments:
        interview = interviews[segment.interview]
        place = (interview.set.id, segment.question)
        if place not in questions:  # a large study has thousands of passages to a question
            questions[place] = asked(material, interview, segment.question)[0]
        texts.append(_text(interview, segment, questions[place], codes.get(segment.id, ())))
    vectors = None if encode is None else encode([segment.text for segment in segments])
    result = group_any_number(
        texts,
        vectors,
        encode=encode,
        progress=lambda done, of: progress("Trying how stable themes are", done, of),
        of_sample=_kept_sample(cache, made_by),
    )
    return CandidateThemes(
        schema="themer/candidate-themes/2",
        made_by=made_by,
        data_sha256=inputs,
        themes=tuple(
            _candidate(number, theme, segments, result)
            for number, theme in enumerate(result.themes, 1)
        ),
        unplaced=tuple(segments[place].id for place in result.unplaced),
        note=result.note,
        broader=tuple(
            BroaderCandidate(one.name, one.kept, result.resamples) for one in result.broader
        ),
    )


def _kept_sample(cache: Path, made_by: MadeBy) -> OfSample:
    """Make what groups a sample once, for as long as its conversations say the same."""

    def of_sample(sample: Sequence[TextForGrouping], work_out: Callable[[], Grouping]) -> Grouping:
        """Give the grouping that is kept, or work it out."""
        digest = hashlib.sha256(repr(made_by).encode())
        for text in sample:
            digest.update(repr(text).encode("utf-8", "surrogatepass"))
        path = cache / "themes_of_sample.json"
        return kept_value(path, Grouping, digest.hexdigest(), work_out)

    return of_sample


def _text(
    interview: Interview, segment: Segment, question: str, codes: tuple[str, ...]
) -> TextForGrouping:
    return TextForGrouping(
        key=segment.id,
        text=segment.text,
        owner=segment.interview,
        organisation=interview.organisation,
        context=question,
        codes=codes,
    )


def _codes_of(
    material: Material, segments: Sequence[Segment], likeliest: Likeliest
) -> dict[str, tuple[str, ...]]:
    """Give the codes of each segment: what people gave it; where nobody read it, the likeliest."""
    judged = judgements_of(material.decisions, segments)
    read = read_segments(material, segments) | {j.text for j in judged if j.accepted}
    codes = {
        segment: {code}
        for segment, (code, confidence) in likeliest.items()
        if confidence >= LIKELY and segment not in read
    }
    for judgement in judged:
        held = codes.setdefault(judgement.text, set())
        held.add(judgement.code) if judgement.accepted else held.discard(judgement.code)
    return {segment: tuple(sorted(held)) for segment, held in codes.items()}


def _candidate(
    number: int, theme: GroupedTheme, segments: Sequence[Segment], result: Grouping
) -> CandidateTheme:
    pairs = zip(theme.members, theme.strengths, strict=True)
    return CandidateTheme(
        id=f"c{number:02d}",
        name=theme.name,
        words=theme.words,
        kept=theme.kept,
        resamples=result.resamples,
        relation=Relation(theme.relation.kind, theme.relation.codes),
        members=tuple(CandidateMember(segments[m].id, round(s, 3)) for m, s in pairs),
        exemplars=tuple(segments[m].id for m in theme.exemplars),
        firm=theme.firm,
        broader=theme.broader or None,
    )
