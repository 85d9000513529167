"""Facts as they are entered: what a key or a typed line means for a question."""

from __future__ import annotations

from collections.abc import Mapping

from themer.model.facts import FactError, read_fact
from themer.model.interview import FactText
from themer.model.question_set import AnswerType

_MOST_KEYS = 9


def choices(answer: AnswerType) -> tuple[str, ...]:
    """List what can be given by one key, in the order of the keys 1 to 9; empty where none can.

    A scale of at most nine whole steps counts, each step being its own key.
    """
    if answer.type == "scale" and answer.min is not None and answer.max is not None:
        steps = range(int(answer.min), int(answer.max) + 1)
        fits = answer.min >= 1 and answer.max <= _MOST_KEYS
        return tuple(str(step) for step in steps) if fits else ()
    return answer.possible


def choice_of_key(answer: AnswerType, key: str) -> str | None:
    """Say which choice a key stands for.

    Args:
        answer: The question's answer type.
        key: A digit counts along the choices (on a scale it is the step); a letter is the first
            letter of a choice's words, where only one choice begins with it.
    """
    offered = choices(answer)
    if key.isdecimal():
        if answer.type == "scale":
            return key if key in offered else None
        place = int(key) - 1
        return offered[place] if 0 <= place < len(offered) else None
    begun = [c for c in offered if answer.option_label(c).casefold().startswith(key.casefold())]
    return begun[0] if len(begun) == 1 and key.isalpha() else None


def choice_meant(answer: AnswerType, line: str) -> FactText | None:
    """Say which choice a whole line is: its key, its id or its words; several for a multi_choice.

    Returns:
        The fact that the line stands for; None where the line is words, or nothing can be chosen.
    """
    offered = choices(answer)
    line = line.strip()
    if not line or not offered:
        return None
    one = _one_choice(answer, line, offered)
    if one is not None:
        return (one,) if answer.type == "multi_choice" else one
    if answer.type != "multi_choice":
        return None
    parts = [_one_choice(answer, part, offered) for part in line.replace(",", " ").split()]
    return None if None in parts else tuple(choice for choice in offered if choice in parts)


def _one_choice(answer: AnswerType, typed: str, offered: tuple[str, ...]) -> str | None:
    if len(typed) == 1:
        return choice_of_key(answer, typed)
    said = typed.casefold()
    return next((c for c in offered if said in (c, answer.option_label(c).casefold())), None)


def with_choice(answer: AnswerType, fact: FactText | None, choice: str) -> FactText | None:
    """Give the fact after a choice's key: set, or taken back where it was set already."""
    if answer.type != "multi_choice":
        return None if fact == choice else choice
    chosen = fact if isinstance(fact, tuple) else () if fact is None else (str(fact),)
    after = {*chosen} ^ {choice}
    return tuple(option for option in choices(answer) if option in after) or None


def is_chosen(fact: FactText | None, choice: str) -> bool:
    """Say whether a choice is in the fact."""
    return choice in fact if isinstance(fact, tuple) else fact == choice


def read_typed(answer: AnswerType, typed: str) -> FactText | None:
    """Read a fact that was typed as one line; None for an empty one.

    Raises:
        FactError: It does not fit the question; the message says the rule.
    """
    typed = typed.strip()
    if not typed:
        return None
    if answer.type == "numbers":
        return _read_named(answer, typed)
    if answer.type == "multi_choice":
        parts = [part.strip() for part in typed.replace(",", " ").split()]
        chosen = tuple(choice_of_key(answer, part) or part for part in parts)
        read_fact(answer, chosen)
        return chosen
    meant = choice_of_key(answer, typed) if len(typed) == 1 else None
    read_fact(answer, meant or typed)
    return meant or typed


def with_figure(
    answer: AnswerType, fact: FactText | None, field_id: str, typed: str
) -> FactText | None:
    """Set one of several figures; an empty text takes it out.

    Raises:
        FactError: It is not a number within the figure's limits.
    """
    figures = dict(fact) if isinstance(fact, Mapping) else {}
    figures.pop(field_id, None)
    if typed.strip():
        figures[field_id] = typed.strip()
        read_fact(answer, {field_id: typed.strip()})
    in_order = {field.id: figures[field.id] for field in answer.fields if field.id in figures}
    return in_order or None


def as_before(
    answer: AnswerType, fact: FactText | None, before: FactText | None, field_id: str | None
) -> FactText | None:
    """Give a fact with what was typed in one line taken back to what was there before.

    Every key of a figure reaches the record, so the beginning of one that does not fit as a whole
    (the 500 of 5000) is there as if it had been said.
    """
    if field_id is None:
        return before
    held = before.get(field_id, "") if isinstance(before, Mapping) else ""
    return with_figure(answer, fact, field_id, held)


def fact_words(answer: AnswerType, fact: FactText | None) -> str:
    """Say a fact in words, with its unit."""
    if fact is None:
        return ""
    if isinstance(fact, tuple):
        return ", ".join(answer.option_label(option) for option in fact)
    if isinstance(fact, Mapping):
        labels = {field.id: field.label for field in answer.fields}
        return ", ".join(f"{labels.get(name, name)} {number}" for name, number in fact.items())
    unit = f" {answer.unit}" if answer.unit else ""
    return answer.option_label(fact) + unit


def _read_named(answer: AnswerType, typed: str) -> FactText:
    """Read ``offered 40, held 36``, or figures in the order of the fields: ``40 36``."""
    words = typed.replace("=", " ").replace(":", " ").replace(",", " ").split()
    known = [field.id for field in answer.fields]
    if len(words) % 2 == 0 and all(word in known for word in words[::2]):
        figures = dict(zip(words[::2], words[1::2], strict=True))
    elif len(words) <= len(known):
        figures = dict(zip(known, words, strict=False))
    else:
        raise FactError(f"type each figure after its name: {' … '.join(known)} …")
    read_fact(answer, figures)
    return figures
