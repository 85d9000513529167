"""Themes, candidates and passages in words: a row each, and what is said of one below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from themer.findings.coded import CandidateFinding, ThemeCount, ThemeFinding
from themer.model.theme import Relation, Theme, ThemePassage
from themer.tui.text import cut, joined, padded, shown
from themer.workflows.themes.views import CandidateHere, PassageHere, ThemeHere, ThemeView

STATUS_WORDS = {"refused": "refused", "merged": "merged"}
_SIDE_LEAST = 12


def row(left: str, right: str, width: int, *, is_here: bool, style: str = "") -> Content:
    """Write a row that fills a width: what it is at the left, figures at the right."""
    room = max(width - len(right) - 3, _SIDE_LEAST)
    words = joined(f"{'›' if is_here else ' '} ", padded(cut(left, room), room), f" {right}")
    if is_here:
        return words.stylize("bold reverse")
    return words.stylize(style) if style else words


def heading(words: str) -> Content:
    """Write the heading of a part of the list."""
    return shown(words, "bold")


def theme_figures(one: ThemeHere) -> str:
    """Say k of n for each audience, passages, contrary ones, and confidence."""
    theme = one.theme
    if one.finding is None:
        came = " · came back" if one.joined else ""
        return f"{STATUS_WORDS.get(theme.status, theme.status)}{came}"
    counts = " ".join(_count_signs(count) for count in one.finding.counts) or "-"
    marks = ("!" if one.gone or one.moved or not theme.members else "") + ("+" if one.new else "")
    level = theme.confidence.level[:8] if theme.confidence else "-"
    return f"{marks:>2} {counts:>7} {len(theme.members):>4} {len(theme.contrary):>3} {level:<8}"


def _count_signs(count: ThemeCount) -> str:
    """Write k of n; where nobody's words are read to the end yet, who voices it so far."""
    return f"{count.voiced.k}/{count.voiced.n}" if count.voiced.n else f"({len(count.so_far)})"


THEME_COLUMNS = "   k of n  pas. con. sure    "


def candidate_figures(one: CandidateHere) -> str:
    """Say how many units, passages, and how stable the group is; ``?`` where it is not firm."""
    units = len({passage.unit for passage in one.finding.members})
    mark = "?" if one.finding.firm is False else " "
    return f"{mark} {units:>6}  {len(one.passages):>4}     {kept_share(one.finding):<8}"


def by_broader(view: ThemeView) -> tuple[CandidateHere, ...]:
    """List the candidates with those of one broader group together, and those of none last."""
    found = view.material.candidate_themes
    order = {one.name: place for place, one in enumerate(found.broader if found else ())}
    last = len(order)
    return tuple(sorted(view.candidates, key=lambda c: order.get(c.finding.broader or "", last)))


def broader_of(one: ThemeHere | CandidateHere) -> str | None:
    """Give the broader group that an entry of the list lies under."""
    return one.finding.broader if isinstance(one, CandidateHere) else None


CANDIDATE_COLUMNS = "   units  pas.     kept in "


def kept_share(one: CandidateFinding) -> str:
    """Say in how many trials a group came back."""
    return f"{one.kept}/{one.resamples}" if one.resamples else "-"


def kept_words(one: CandidateFinding) -> str:
    """Say the stability of a group as a sentence."""
    if not one.resamples:
        return "how stable it is was not tried"
    kept = f"kept in {one.kept} of {one.resamples} resamples of conversations"
    if one.firm is None:
        return kept
    if one.firm:
        return f"{kept}; firm: halves of its passages, placed apart, meet in it"
    return f"{kept}; not firm: it may be no more than passages that share words"


def relation_words(relation: Relation, names: dict[str, str]) -> str:
    """Say how a group relates to the codes."""
    codes = ", ".join(names.get(code, code) for code in relation.codes)
    if relation.kind == "inside":
        return f"lies inside one code: {codes}"
    if relation.kind == "across":
        return f"lies across several codes: {codes}"
    return "lies beyond all codes"


def counts_words(finding: ThemeFinding, view: ThemeView) -> str:
    """Say for each audience how many voiced a theme and how many say otherwise."""
    parts = []
    for count in finding.counts:
        audience = view.material.study.audiences[count.audience]
        if not count.voiced.n:
            many = f"{audience.many}: {len(count.so_far)} voice it so far"
            parts.append(f"{many}, and nobody's words are read to the end yet")
            continue
        who = f"{count.voiced.k} of {count.voiced.n} {audience.counted(count.voiced.n)}"
        parts.append(f"{who}; {count.contrary.k} say otherwise, {count.both.k} both")
        if count.so_far:
            parts.append(f"{len(count.so_far)} more voice it whose words are not read to the end")
    return " · ".join(parts) or "No conversation counts yet."


def theme_detail(one: ThemeHere, view: ThemeView) -> Content:
    """Say what a theme is, and what is to be known of it."""
    theme = one.theme
    lines = [
        shown(theme.name, "bold"),
        *_said(theme),
        *([] if one.finding is None else [_line("Counted   ", counts_words(one.finding, view))]),
        *([_line("Read as   ", theme.interpretation)] if theme.interpretation else []),
        *([_line("Speaks of ", theme.role)] if theme.role != "neutral" else []),
        *_sure(theme),
        *(shown(f"! {words}", "bold") for words in warnings(one)),
        *(shown(f"+ {words}") for words in news(one)),
    ]
    if one.theme.status != "named" and theme.history:
        last = theme.history[-1]
        lines.append(
            _line("Decided   ", f"{last.did} by {last.coder}: {last.reason or 'no reason'}")
        )
    return Content("\n").join(lines)


def _said(theme: Theme) -> Iterable[Content]:
    if theme.statement:
        yield _line("They say  ", f"… that {theme.statement}")
    elif theme.status == "named":
        yield _line("They say  ", "no statement yet: t writes one on the theme's page")
    if theme.otherwise:
        yield _line("Otherwise ", f"… that {theme.otherwise}")


def _sure(theme: Theme) -> Iterable[Content]:
    if theme.confidence:
        yield _line("Sure      ", f"{theme.confidence.level}: {theme.confidence.reason}")


def warnings(one: ThemeHere) -> list[str]:
    """Say what is wrong with a theme today."""
    found = []
    if one.theme.status == "named" and not one.theme.members:
        found.append("It has no passages left, so it counts nobody; it is kept.")
    if one.gone:
        found.append(f"{_passages(one.gone)}: the words are no longer there, and do not count.")
    if one.moved:
        found.append(f"{_passages(one.moved)} moved within the answer: e follows the words.")
    return found


def news(one: ThemeHere) -> list[str]:
    """Say what an analysis brought to a theme."""
    if one.theme.status != "named":
        if not one.joined:
            return []
        more = f", with {_passages(len(one.new))} more" if one.new else ""
        return [f"The machine found it again as {', '.join(one.joined)}{more}; it stays decided."]
    if not one.new:
        return []
    return [f"{new_words(one)}: open it, and w to look."]


def new_words(one: ThemeHere) -> str:
    """Say how many passages look like a theme."""
    look = "looks" if len(one.new) == 1 else "look"
    return f"{_passages(len(one.new), 'new ')} {look} like this theme"


def candidate_detail(one: CandidateHere, view: ThemeView) -> Content:
    """Say what a candidate is, and show two passages of different organisations."""
    finding = one.finding
    lines = [
        joined(shown(one.name, "bold"), shown(f"  {_whose(view)}; no person has read it")),
        _line("Words     ", ", ".join(one.words) or "none set it apart"),
        _line("Stability ", kept_words(finding)),
        _line("Codes     ", relation_words(finding.relation, view.code_names)),
    ]
    if finding.broader:
        lines.append(_line("Under     ", finding.broader))
    if one.like is not None:
        lines.append(_line("Overlaps  ", f"“{one.like[0]}” holds {one.like[1]} of its passages"))
    if len(one.passages) < len(finding.members):
        lines.append(shown("Some of its passages are no longer there."))
    for passage in candidate_passages(one, view)[:2]:
        lines.append(_line(f"{cut(passage.unit_name, 24)}: ", " ".join(passage.text.split())))
    return Content("\n").join(lines)


def _whose(view: ThemeView) -> str:
    """Name the machine that found the candidates."""
    found = view.material.candidate_themes
    if found is None:
        return "the machine's"
    return f"found by {found.made_by.name} {found.made_by.version}, {found.made_by.model}"


def candidate_passages(one: CandidateHere, view: ThemeView) -> list[PassageHere]:
    """List a candidate's passages: exemplars first, which come from different organisations."""
    return [view.here(passage) for passage in one.passages]


def passage_row(
    one: PassageHere, width: int, *, is_here: bool, is_picked: bool, is_exemplar: bool
) -> Content:
    """Write a passage as a row: who, which question, how it begins."""
    sign = "■" if is_picked else "≠" if one.is_contrary else "*" if is_exemplar else " "
    state = {"here": "", "moved": " (moved)", "gone": " (gone)"}[one.state]
    names = min(26, width // 3)
    who = padded(cut(f"{one.unit_name}{state}", names), names)
    asked = padded(cut(one.question, 18), 18)
    left = f"{'›' if is_here else ' '} {sign} {who} {asked} "
    room = width - len(left) + len(who) - cell_len(who) + len(asked) - cell_len(asked)
    words = joined(left, padded(cut(one.text, room), room))
    return words.stylize("bold reverse") if is_here else words


def passage_detail(one: PassageHere) -> Content:
    """Show a passage whole, with its question and whose it is."""
    place = one.passage.interview if one.ask else f"{one.passage.interview} · {one.question}"
    lines = [
        joined(shown(one.unit_name, "bold"), shown(f" · {place}")),
        shown(one.ask or one.question, "italic"),
        shown(one.text),
    ]
    if one.is_contrary:
        lines.insert(1, shown("≠ says otherwise"))
    if one.state == "gone":
        lines.append(shown("! These words are no longer in the answer; they do not count.", "bold"))
    elif one.state == "moved":
        lines.append(shown("These words are elsewhere in the answer now; e follows them."))
    return Content("\n").join(lines)


def history_words(theme: Theme, names: dict[str, str]) -> str:
    """Say who did what to a theme, when and why; the latest first."""
    lines = []
    for change in reversed(theme.history):
        sources = ", ".join(names.get(source, source) for source in change.sources)
        lines.append(f"{change.at:%Y-%m-%d %H:%M} {change.coder}: {change.did}")
        if sources:
            lines.append(f"    with {sources}")
        lines.append(f"    {change.reason or 'no reason was given'}")
    return "\n".join(lines) or "Nothing is recorded of it."


def label_of(passage: PassageHere) -> str:
    """Name a passage in a list to find it in."""
    return f"{passage.unit_name} · {passage.question}: {' '.join(passage.text.split())}"


def _line(label: str, words: str) -> Content:
    return joined(shown(label, "bold"), words)


def _passages(number: int, kind: str = "") -> str:
    return f"{number} {kind}passage{'s' * (number != 1)}"


def picked_of(
    passages: Sequence[PassageHere], picked: set[ThemePassage], at: int
) -> list[ThemePassage]:
    """Give what is picked, in order; with nothing picked, the highlighted one."""
    chosen = [one.passage for one in passages if one.passage in picked]
    return chosen or ([passages[at].passage] if passages else [])
