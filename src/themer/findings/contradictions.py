"""Records that cannot both hold; and, apart from them, words that a person should look at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from themer.findings.components import (
    STATE_OF_FACT,
    speaks,
    status_decisions,
)
from themer.findings.counting import AskedQuestion, Observation, observe, sort_references
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.results import VERDICTS, Contradiction, ToLookAt, Verdict, Weighed
from themer.model.codebook import Status
from themer.model.decision import Decision, in_time
from themer.model.facts import Fact

OPPOSITE: Mapping[str, Status] = {"yes": "absent", "no": "in_place"}
AGAINST: Mapping[tuple[str, str], str] = {
    ("yes", "strength"): "challenge",
    ("no", "strength"): "strength",
    ("yes", "challenge"): "strength",
    ("no", "challenge"): "challenge",
}
"""By a fact and its question's role: the direction of a passage that speaks against it."""
DOUBT = re.compile(
    r"\b(?:not (?:really|actually|any ?more|yet|in practice|as such)|no longer|on paper|in theory"
    r"|in name only|(?:does|do|did|is|are|was|has|have)n['’]t (?:really|actually)"
    r"|never (?:really|actually|used|met|happen\w*)|nobody|no ?one|hardly|lapsed|fell through"
    r"|(?:has|have|is|are|was|were) (?:stopped|gone|dead)|supposed to|meant to|used to)\b",
    re.IGNORECASE,
)
"""English words that often take a *yes* back."""
PRESENCE = re.compile(
    r"\b(?:there (?:is|are)|we (?:do|have|had)|(?:they|she|he) (?:do|does|has|have) (?:get|have)"
    r"|already|informally|unofficially|in effect|but (?:some|one|they|we))\b",
    re.IGNORECASE,
)
"""English words that often take a *no* back."""


_AGAIN: Mapping[Verdict, str] = {
    "fact": "the fact stands",
    "words": "the words stand, and the fact is to be asked again",
    "both": "both hold",
    "neither": "no contradiction",
}
_OTHERWISE: Mapping[str, Mapping[Verdict, str]] = {
    "conversations": {
        "fact": "the latest stands",
        "words": "the earlier stands, and the latest is to be asked again",
    },
    "status": {
        "fact": "the fact stands, and the judgement is to be made again",
        "words": "the judgement stands, and the fact is to be asked again",
    },
}


def verdict_words(of: Contradiction | ToLookAt, verdict: Verdict) -> str:
    """Say what a decision on a contradiction means for what was recorded."""
    kind = of.kind if isinstance(of, Contradiction) else "words"
    return _OTHERWISE.get(kind, _AGAIN).get(verdict, _AGAIN[verdict])


def find_contradictions(material: Material) -> tuple[Contradiction, ...]:
    """List contradictions in what was recorded and decided; nothing here reads the words.

    Those on which a person decided carry that, as long as what was decided on still stands so.
    """
    found: list[Contradiction] = []
    for audience in material.audiences():
        asked = observe(material, audience)
        found += _between_conversations(material, asked)
        found += _against_status(material, asked)
        found += _against_direction(material, asked)
    found += _between_coders(material)
    order = {"conversations": 0, "status": 1, "direction": 2, "coders": 3}
    weighed = weighed_of(material.decisions)
    signed = (replace(one, sha256=_sha256(material, one.sentence, one.answers)) for one in found)
    return tuple(
        replace(one, weighed=weighed.get((one.id, one.sha256)))
        for one in sorted(signed, key=lambda c: (order[c.kind], c.unit, c.about))
    )


def find_to_look_at(material: Material) -> tuple[ToLookAt, ...]:
    """List yes and no facts whose words hold a cue of the other; English studies only.

    It finds candidates for a person's eyes and is often wrong: how often is printed by a test
    against the planted contradictions of the fictional study.
    """
    if not material.study.language.lower().startswith("en"):
        return ()
    found = [
        ToLookAt(
            seen.unit,
            str(seen.fact),
            match.group(),
            AnswerReference(seen.interview, seen.question, match.start(), match.end()),
        )
        for audience in material.audiences()
        for asked in observe(material, audience)
        if asked.question.answer.type in ("yes_no", "yes_no_partly")
        for seen in asked.latest.values()
        if (match := _cue(seen)) is not None
    ]
    weighed = weighed_of(material.decisions)
    signed = (replace(o, sha256=_sha256(material, o.fact, (o.reference,))) for o in found)
    return tuple(
        replace(one, weighed=weighed.get((one.id, one.sha256)))
        for one in sorted(signed, key=lambda one: (one.unit, one.reference.key))
    )


def weighed_of(decisions: Iterable[Decision]) -> dict[tuple[str, str | None], Weighed]:
    """Give people's words on contradictions, the latest of each.

    Args:
        decisions: Those that stand; of other actions than ``weigh`` nothing is taken.

    Returns:
        By the id of the contradiction and the hash of what was decided on.
    """
    found: dict[tuple[str, str | None], Weighed] = {}
    weighings = (event for event in decisions if event.action == "weigh")
    for event in sorted(weighings, key=in_time):
        verdict = next((one for one in VERDICTS if one == event.status), None)
        if verdict is not None:
            word = Weighed(verdict, event.reason or "", event.coder, event.at)
            found |= dict.fromkeys(((one, event.answer_sha256) for one in event.settles), word)
    return found


def _sha256(material: Material, said: str, answers: Iterable[AnswerReference]) -> str:
    """Hash what contradicts what, with the words of the answers."""
    by_id = {interview.id: interview for interview in material.interviews}
    texts = [said]
    for where in answers:
        answer = by_id[where.interview].answers.get(where.question)
        texts += [where.key, "" if answer is None else answer.coded_text]
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cue(seen: Observation) -> re.Match[str] | None:
    if seen.answer is None or seen.fact not in ("yes", "no"):
        return None
    cues = DOUBT if seen.fact == "yes" else PRESENCE
    closed = seen.answer.closed
    for match in cues.finditer(seen.answer.coded_text):
        if not any(p.start < match.end() and match.start() < p.end for p in closed):
            return match
    return None


def _between_conversations(
    material: Material, asked: tuple[AskedQuestion, ...]
) -> Iterator[Contradiction]:
    dates = {i.id: i.last_date for i in material.counted()}
    for one in asked:
        if not one.question.answer.has_fact:
            continue
        by_unit: dict[str, list[Observation]] = {unit: [] for unit in one.latest}
        for observed in one.every:
            if observed.state == "value":
                by_unit[observed.unit].append(observed)
        for unit, seen in by_unit.items():
            if not any(differ(a.fact, b.fact) for a in seen for b in seen):
                continue
            said = ", then ".join(
                f"{say(o.fact)} ({dates[o.interview] or 'no date'})" for o in seen
            )
            yield Contradiction(
                "conversations",
                unit,
                one.question.id,
                f"{one.question.title}: {said}; the latest counts.",
                sort_references(o.reference for o in seen),
            )


def differ(one: Fact | None, other: Fact | None) -> bool:
    """Say whether two facts contradict each other; of several numbers, only those in both."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return any(one[name] != other[name] for name in one.keys() & other.keys())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) != set(other)
    return one != other


def say(fact: Fact | None) -> str:
    """Put a fact in words for a list."""
    if isinstance(fact, float):
        return f"{fact:g}"
    if isinstance(fact, tuple):
        return " and ".join(fact) or "none of them"
    if isinstance(fact, Mapping):
        return " and ".join(f"{name} {number:g}" for name, number in sorted(fact.items()))
    return str(fact)


def _against_status(
    material: Material, asked: tuple[AskedQuestion, ...]
) -> Iterator[Contradiction]:
    for (unit, code), decisions in sorted(status_decisions(material).items()):
        status = decisions[-1].status
        for one in asked:
            seen = one.latest.get(unit)
            if seen is None or not speaks(one, code) or seen.state != "value":
                continue
            if OPPOSITE.get(str(seen.fact)) == status:
                yield Contradiction(
                    "status",
                    unit,
                    code,
                    f"{decisions[-1].coder} judged {code} {str(status).replace('_', ' ')}; "
                    f"{one.question.title} was answered {seen.fact}, which speaks for "
                    f"{STATE_OF_FACT[str(seen.fact)].replace('_', ' ')}.",
                    (seen.reference,),
                )


def _against_direction(
    material: Material, asked: tuple[AskedQuestion, ...]
) -> Iterator[Contradiction]:
    directed: dict[tuple[str | None, str | None], dict[AnswerReference, str]] = {}
    for event in sorted(material.decisions, key=in_time):
        if event.action == "direction" and event.interview and event.question and event.status:
            where = AnswerReference(event.interview, event.question, event.start, event.end)
            directed.setdefault((event.interview, event.question), {})[where] = event.status
    for one in asked:
        for unit, seen in one.latest.items():
            against = AGAINST.get((str(seen.fact), one.question.role))
            said = directed.get((seen.interview, seen.question), {})
            if against is not None and said and set(said.values()) == {against}:
                yield Contradiction(
                    "direction",
                    unit,
                    one.question.id,
                    f"{one.question.title} was answered {seen.fact}, and every passage of it on "
                    f"which somebody decided speaks of a {against}.",
                    sort_references(said),
                )


def _between_coders(material: Material) -> Iterator[Contradiction]:
    for (unit, code), decisions in sorted(status_decisions(material).items()):
        latest = {event.coder: str(event.status) for event in decisions}
        if len(set(latest.values())) > 1:
            said = ", ".join(
                f"{coder} {status.replace('_', ' ')}" for coder, status in sorted(latest.items())
            )
            yield Contradiction(
                "coders", unit, code, f"{code} was judged {said}; the latest counts.", ()
            )
