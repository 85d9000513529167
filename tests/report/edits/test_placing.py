"""Where an edit belongs in the Markdown: words, live figures, form, links, lists, and conflicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.report import blocks as tree
from themer.report.child import render as render_in_child
from themer.report.edits.atoms import lines_of
from themer.report.edits.lines import EditedSection, Kind, Sign, TextLine, trimmed
from themer.report.edits.placing import Placed, place_edits
from themer.report.markdown_blocks import Reading, read_blocks
from themer.report.marked_text import token

SHOWN = ["6 of 9", "7 of 9", "most"]
CONTEXT = {
    "study": {"title": "The study"},
    "figures": {
        "fact:home:yes": {
            "k_of_n": {"$rich": token("f", 0)},
            "counted": {"$rich": token("f", 0) + " branches"},
            "k": 6,
        },
        "fact:post:yes": {"k_of_n": {"$rich": token("f", 1)}, "word": {"$rich": token("f", 2)}},
    },
}
HOME = '{{ fact("home").k_of_n }}'
COUNTED = '{{ fact("home").counted }}'
_MARKUP = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|\{(e\d+)\|(.+?)\}|(.)", re.DOTALL)


def render(texts: Mapping[str, str]) -> dict[str, tuple[TextLine, ...] | None]:
    """Render author texts as a report does, in this process."""
    found: dict[str, tuple[TextLine, ...] | None] = {}
    for name, text in texts.items():
        answer = render_in_child(
            {
                "wanted": ["it.md.j2"],
                "templates": {"it.md.j2": '{{ author("it") }}', "report_text/it.md": text},
                "context": CONTEXT,
            }
        )
        if "error" in answer:
            found[name] = None
            continue
        rendered = answer["rendered"][0]
        reading = Reading(
            rendered["blocks"],
            lambda number: tree.ComputedFigure(f"e{number + 1}", SHOWN[number]),
            lambda number: tree.Quotation("", "", f"q{number}"),
        )
        found[name] = tuple(lines_of(read_blocks(rendered["markdown"], reading)))
    return found


def line(words: str, kind: Kind = "body", level: int = 0) -> TextLine:
    """Give a line: ``**bold**``, ``*italic*``, ``{e1|6 of 9}`` is a figure."""
    signs: list[Sign] = []
    for bold, italic, name, figure, plain in _MARKUP.findall(words):
        if figure:
            signs.append(Sign(figure, figure=name))
        else:
            text = bold or italic or plain
            signs += [Sign(one, bold=bool(bold), italic=bool(italic)) for one in text]
    return TextLine(kind, level, tuple(signs))


def as_written(source: str) -> list[TextLine]:
    lines = render({"it": source})["it"]
    assert lines is not None
    return list(lines)


def placed(
    source: str, now: Sequence[TextLine], *, current: str | None = None, forgets: bool = False
) -> Placed:
    """Take edits of a text that was written from a source; the study may hold another by now."""
    return place_edits(
        [EditedSection("it", list(now))],
        [EditedSection("it", as_written(source))],
        {"it": source if current is None else current},
        render,
        forgets_form=forgets,
    )


def taken(source: str, *edits: tuple[int, TextLine]) -> str:
    """Give the source after lines were replaced, where all of it can be placed."""
    now = as_written(source)
    for place, edited in edits:
        now[place] = edited
    found = placed(source, now)
    assert found.not_placed == ()
    return found.sources["it"]


def test_an_untouched_text_changes_nothing() -> None:
    source = f"One *two* {HOME}.\n\n- three\n- four\n\n## Five {{#five}}\n\nSix [seven](#five)."
    assert placed(source, as_written(source)) == Placed({}, 0, ())


@pytest.mark.parametrize(
    ("source", "edited", "expected"),
    [
        ("One two three.\n", "One 2 three.", "One 2 three.\n"),
        (f"Now {HOME} of us.", "Today {e1|6 of 9} of us.", f"Today {HOME} of us."),
        (f"Now {COUNTED} do.", "Now {e1|6 of 9} branches did.", f"Now {COUNTED} did."),
        ("A **bold** word.", "A **bold** deed.", "A **bold** deed."),
        ("A **bold old** word.", "A **bold new** word.", "A **bold new** word."),
        ("A bold word.", "A **bold** word.", "A **bold** word."),
        ("A **bold** word.", "A bold word.", "A bold word."),
        ("A plain word.", "A *plain* word.", "A *plain* word."),
        ("See [the table](#t) there.", "See the tables there.", "See [the tables](#t) there."),
        (
            "See [the table](#t) there.",
            "Look at the table there.",
            "Look at [the table](#t) there.",
        ),
        ("One {## why ##}two three.", "One two four.", "One {## why ##}two four."),
        ("One {## why ##}two three.", "Two three.", "{## why ##}Two three."),
        ("A soft\nline end.", "A soft line stop.", "A soft\nline stop."),
        ("It is 3 \\* 4 &amp; 5.", "It was 3 * 4 & 5.", "It was 3 \\* 4 &amp; 5."),
        (f"Out goes {HOME} now.", "Out goes now.", "Out goes now."),
    ],
)
def test_changed_words_are_changed_in_the_source_and_nothing_else(
    source: str, edited: str, expected: str
) -> None:
    assert taken(source, (0, line(edited))) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "{{ study.title }} {% if x %} {## no ##}",
        "# no heading",
        "1. no item",
        "- nor this",
        "**stars** and _lines_ and `ticks`",
        "a <b>tag</b> &amp; an entity",
        "[no](#link) | no | table",
        "back\\slash \\{{ x }}",
        "emoji 🙂 and ﬁ and e\u0301",
        "+ plus",
    ],
)
def test_what_looks_like_markup_comes_through_as_plain_words(typed: str) -> None:
    plain = TextLine("body", 0, tuple(Sign(one) for one in typed))
    source = taken("Something else before.", (0, replace(plain, signs=(*plain.signs, Sign("!")))))
    assert [one.text for one in as_written(source)] == [typed + "!"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"]), min_size=1))
def test_any_words_typed_are_read_back_as_they_were_typed(typed: str) -> None:
    words = " ".join(typed.split())
    if not words:
        return
    now = [*as_written("One."), TextLine("body", 0, tuple(Sign(one) for one in words))]
    found = placed("One.\n", now)
    assert found.not_placed == ()
    assert [one.text for one in as_written(found.sources["it"])] == ["One.", words]


def test_a_figure_that_was_typed_over_stays_and_is_listed_and_the_rest_is_taken() -> None:
    found = placed(f"Now {COUNTED} do it.", [line("Now {e1|8 of 9} branches did it.")])
    assert found.sources == {"it": f"Now {COUNTED} did it."}
    assert [(one.was, one.now) for one in found.not_placed] == [
        ("6 of 9 branches", "8 of 9 branches")
    ]


def test_a_figure_whose_anchor_is_gone_is_found_by_its_words() -> None:
    found = placed(f"Now {COUNTED} do it.", [line("Now 6 of 9 branches did it.")])
    assert found.sources == {"it": f"Now {COUNTED} did it."}
    assert found.not_placed == ()


def test_words_typed_at_the_edge_of_a_figure_do_not_belong_to_it() -> None:
    found = placed(f"In all {HOME}.", [line("In all {e1|6 of 9 as before}.")])
    assert found.sources == {"it": f"In all {HOME} as before."}


@pytest.mark.parametrize("shifted", ["{e1|6 of }9", "6{e1| of 9}"])
def test_a_figure_whose_anchor_has_shifted_is_still_that_figure(shifted: str) -> None:
    found = placed(f"In all {HOME} do.", [line(f"In all {shifted} did.")])
    assert found.sources == {"it": f"In all {HOME} did."}
    assert found.not_placed == ()


def test_a_sentence_written_anew_around_a_figure_is_listed_whole() -> None:
    now = [line("In spring we saw few of them here, and again in autumn.")]
    found = placed(f"In spring we saw some, {HOME}, of them here, and again in autumn.", now)
    assert found.sources == {}
    was = "In spring we saw some, 6 of 9, of them here, and again in autumn."
    assert [(one.was, one.now) for one in found.not_placed] == [(was, now[0].text)]


def test_paragraphs_headings_and_items_are_put_in_and_taken_out() -> None:
    source = "One.\n\nTwo.\n\n- a\n- b\n\nThree.\n"
    now = [
        line("Zero."),
        line("One."),
        line("A title", "heading", 2),
        line("a", "bullet"),
        line("a and a half", "bullet"),
        line("b", "bullet"),
        line("Three."),
        line("Four."),
        line("first", "number"),
        line("second", "number"),
    ]
    found = placed(source, now)
    assert found.not_placed == ()
    assert found.sources["it"] == (
        "Zero.\n\nOne.\n\n## A title\n\n- a\n- a and a half\n- b\n\nThree.\n\nFour.\n\n"
        "1. first\n2. second\n"
    )


def test_an_item_within_an_item_is_put_in() -> None:
    found = placed(
        "- a\n- b\n", [line("a", "bullet"), line("inner", "bullet", 1), line("b", "bullet")]
    )
    assert found.sources == {"it": "- a\n  - inner\n- b\n"}


def test_a_paragraph_that_became_a_heading_keeps_its_figure() -> None:
    now = [line("One."), replace(line("Now {e1|6 of 9} of us", "heading", 2))]
    found = placed(f"One.\n\nNow {HOME} of us\n", now)
    assert found.sources == {"it": f"One.\n\n## Now {HOME} of us\n"}


def test_a_paragraph_that_was_moved_keeps_its_figure_and_its_comment() -> None:
    source = f"First {{## why ##}}with {HOME}.\n\nSecond one.\n\nThird one.\n"
    now = as_written(source)
    found = placed(source, [now[1], now[2], now[0]])
    assert found.not_placed == ()
    assert found.sources["it"] == (
        f"Second one.\n\nThird one.\n\nFirst {{## why ##}}with {HOME}.\n"
    )


def test_a_paragraph_that_was_split_keeps_its_figures_in_both_parts() -> None:
    source = f'It was {HOME} in spring here and there. It is {{{{ fact("post").word }}}} now.\n'
    now = [line("It was {e1|6 of 9} in spring here and there."), line("It is {e3|most} now.")]
    found = placed(source, now)
    assert found.not_placed == ()
    assert found.sources["it"] == (
        f'It was {HOME} in spring here and there.\n\nIt is {{{{ fact("post").word }}}} now.\n'
    )


def test_a_figure_of_another_part_of_the_report_is_not_guessed_at() -> None:
    found = placed("One.\n", [line("One."), line("Also {e9|1 of 9}.")])
    assert found.sources == {}
    assert found.not_placed[0].now == "Also 1 of 9."


def test_text_in_a_loop_is_not_placed() -> None:
    source = '{% for one in ["x", "y"] %}\nAlike {{ one }}.\n\n{% endfor %}\nLast one.\n'
    now = as_written(source)
    assert [one.text for one in now] == ["Alike x.", "Alike y.", "Last one."]
    found = placed(source, [line("Unlike x."), now[1], line("Last two.")])
    assert found.sources["it"].endswith("Last two.\n")
    assert [(one.was, one.now) for one in found.not_placed] == [("Alike x.", "Unlike x.")]


def test_text_within_a_condition_is_placed_and_nothing_is_put_at_its_border() -> None:
    source = '{% if fact("home").k > 3 %}\nOnly then.\n{% endif %}\n\nAlways.\n'
    found = placed(source, [line("Only now."), line("Between."), line("Always.")])
    assert "Only now.\n{% endif %}" in found.sources["it"]
    assert [one.now for one in found.not_placed] == ["Between."]


def test_what_the_study_changed_meanwhile_stays_and_the_conflict_is_listed() -> None:
    was = "One here.\n\nTwo here.\n\nThree here.\n"
    study = "One here.\n\nTwo there, as the study has it.\n\nThree here.\n"
    now = [line("One anew."), line("Two and a half here."), line("Three here.")]
    found = placed(was, now, current=study)
    assert found.sources["it"] == "One anew.\n\nTwo there, as the study has it.\n\nThree here.\n"
    assert [(one.was, one.now) for one in found.not_placed] == [
        ("Two here.", "Two and a half here.")
    ]


def test_edits_that_were_taken_before_are_not_taken_or_listed_again() -> None:
    source = f"One {HOME}.\n\nTwo here.\n\n- a\n"
    now = [line("One and {e1|6 of 9}."), line("New."), line("a", "bullet"), line("b", "bullet")]
    first = placed(source, now)
    assert first.not_placed == ()
    again = placed(source, now, current=first.sources["it"])
    assert again == Placed({}, 0, ())


def test_a_section_that_is_gone_or_empty_is_kept_and_listed() -> None:
    gone = place_edits([], [EditedSection("it", as_written("One."))], {"it": "One."}, render)
    empty = placed("One.\n\nTwo.", [])
    for found in (gone, empty):
        assert found.sources == {}
        assert [one.section for one in found.not_placed] == ["it"]


def test_an_empty_section_takes_what_is_typed_into_it() -> None:
    found = placed("", [line("First."), line("an item", "bullet")])
    assert found.sources == {"it": "First.\n\n- an item\n"}


def test_a_cell_of_a_table_takes_words_but_no_rows() -> None:
    source = "| a | b |\n|---|---|\n| c | d |\n"
    cells = [line(one, "cell") for one in ("a", "b", "c", "d | e")]
    assert placed(source, cells).sources["it"].endswith("| c | d \\| e |\n")
    more = placed(source, [*as_written(source), line("f", "cell")])
    assert more.sources == {}
    assert [one.now for one in more.not_placed] == ["f"]


def test_form_that_a_program_lost_in_the_first_line_is_no_edit() -> None:
    source = "**Bold** start.\n\n**Bold** again.\n"
    now = [line("Bold start."), line("Bold again.")]
    found = placed(source, now, forgets=True)
    assert found.sources == {"it": "**Bold** start.\n\nBold again.\n"}
    changed = placed(source, [line("Bold end."), line("**Bold** again.")], forgets=True)
    assert changed.sources == {"it": "**Bold** end.\n\n**Bold** again.\n"}


def test_words_that_two_reviewers_disagree_on_are_listed() -> None:
    edited = EditedSection("it", as_written("One."), disputed=[("perhaps", "Ann", "Bo")])
    found = place_edits([edited], [EditedSection("it", as_written("One."))], {"it": "One."}, render)
    assert found.sources == {}
    assert "Ann" in found.not_placed[0].why
    assert found.not_placed[0].now == "perhaps"


def test_a_character_that_only_themer_may_use_is_listed() -> None:
    now = [TextLine("body", 0, (Sign("\ue000"), Sign("x"))), line("Two.")]
    found = placed("One.\n\nTwo.\n", now)
    assert found.sources == {}, "the old words went, though the new ones could not be placed"
    assert [(one.was, one.now) for one in found.not_placed] == [("One.", ""), ("", "\ue000x")]


RICH = (
    f"**First, a title.** We *saw* {HOME} of them, and [there](#x) \\* too {{## a note ##}}.\n\n"
    f"- one {COUNTED} here\n- two, with **bold words** in it\n\n## A heading {{#x}}\n\n"
    "A soft\nline end, &amp; an entity. It's done."
)


@given(st.data())
def test_whatever_is_cut_typed_or_moved_is_taken_exactly_or_listed(data: st.DataObject) -> None:
    now = as_written(RICH)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(now) - 1))
        kind = data.draw(st.sampled_from(["cut", "type", "drop", "copy", "move", "bold"]))
        signs = now[at].signs
        start = data.draw(st.integers(0, len(signs)))
        end = min(len(signs), start + data.draw(st.integers(0, 12)))
        if kind == "drop" and len(now) > 1:
            del now[at]
        elif kind == "move":
            now.insert(data.draw(st.integers(0, len(now) - 1)), now.pop(at))
        elif kind == "copy":
            now.insert(at, now[data.draw(st.integers(0, len(now) - 1))])
        else:
            typed = data.draw(st.text("ab *_{}[]#\\-1.&<|", max_size=6)) if kind == "type" else ""
            middle = [Sign(one) for one in typed]
            if kind == "bold":
                middle = [replace(one, bold=not one.bold) for one in signs[start:end]]
            made = trimmed((*signs[:start], *middle, *signs[end:]))
            if made:
                now[at] = replace(now[at], signs=made)
    found = placed(RICH, now)
    if not found.not_placed:
        source = found.sources.get("it", RICH)
        assert [one.text for one in as_written(source)] == [one.text for one in now]
    else:
        assert render({"it": found.sources.get("it", RICH)})["it"] is not None
