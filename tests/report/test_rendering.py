"""Templates: what they may print, what they may not do, and what their authors are told."""

from __future__ import annotations

import pytest

from themer.errors import TemplateError
from themer.report import blocks as tree
from themer.report.markdown_blocks import Reading, read_blocks
from themer.report.marked_text import CLOSE, OPEN, Rich, token
from themer.report.rendering import Rendered, render_templates

HOSTILE = (
    "R&D <team> *x* _y_ | z\n- no list\n# no heading\n1. none [a](#b) `c` {{ x }} {% y %} {#q} "
    f"&amp; \\* ~~s~~ =1+1 {OPEN}f0{CLOSE} 🙂\x07"
)


def render_template(
    name: str, templates: dict[str, str], context: dict[str, object], **limits: float
) -> Rendered:
    (rendered,) = render_templates([name], templates, context, **limits)  # type: ignore[arg-type]
    return rendered


def reading(blocks: object) -> Reading:
    return Reading(
        blocks,  # type: ignore[arg-type]
        lambda number: tree.ComputedFigure(f"e{number}", "3 of 4"),
        lambda number: tree.Quotation("words", "role, type", f"q{number}"),
    )


def blocks_of(source: str, **context: object) -> tuple[tree.Block, ...]:
    rendered = render_template("t.md.j2", {"t.md.j2": source}, {"figures": {}, **context})
    return read_blocks(rendered.markdown, reading(rendered.blocks))


def words(inlines: tree.Inlines) -> str:
    found = ""
    for one in inlines:
        if isinstance(one, tree.LineBreak):
            found += "\n"
        elif isinstance(one, tree.Text | tree.ComputedFigure):
            found += one.text
        else:
            found += words(one.children)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}",
        "{{ [value] | bullets }}",
        "{{ [value] | numbered }}",
        '{{ [{"a": value}] | table("Caption", a="A") }}',
        '{% call callout("Box") %}\n{{ value }}\n{% endcall %}',
        "## {{ value }}",
        '{{ "" ~ value }}',
        '{{ [value, ""] | join("") }}',
        "{{ paragraph(value) }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(value) }}",
        "{% set x %}{{ value }}{% endset %}{{ x }}",
        "| a |\n|---|\n| {{ value }} |",
    ],
)
def test_whatever_a_person_wrote_comes_through_and_is_never_markup(source: str) -> None:
    (block,) = blocks_of(source, value=HOSTILE)
    if isinstance(block, tree.Callout):
        (block,) = block.children
    if isinstance(block, tree.ItemList):
        ((block,),) = block.items
    if isinstance(block, tree.Table):
        content = block.rows[0].cells[0]
    else:
        assert isinstance(block, tree.Paragraph | tree.Heading)
        content = block.content
    assert words(content) == HOSTILE
    assert all(isinstance(one, tree.Text | tree.LineBreak) for one in content)


def test_an_answer_cannot_forge_a_computed_figure() -> None:
    (block,) = blocks_of("{{ real }} {{ forged }}", real=Rich(token("f", 7)), forged=token("f", 7))
    assert isinstance(block, tree.Paragraph)
    assert [one for one in block.content if isinstance(one, tree.ComputedFigure)] == [
        tree.ComputedFigure("e7", "3 of 4")
    ]


def test_a_template_with_a_forged_token_is_refused_with_its_line() -> None:
    with pytest.raises(TemplateError) as caught:
        blocks_of(f"fine\n{OPEN}f0{CLOSE}")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("one\n{{ thems }}", 2, '"thems". Did you mean "themes"?'),
        ("{{ study.titel }}", 1, 'Did you mean "title"?'),
        ("a\nb\n{% for x in thems %}{% endfor %}", 3, "thems"),
        ("a\n{% if %}", 2, "Expected an expression"),
        ("{{ study.title | upcase }}", 1, "upcase"),
        ("\n{{ fact('strategy').k_of_n }}", 2, 'Did you mean "fact:strategies:yes"'),
        ("{% include 'other.md.j2' %}", 1, 'no template called "other.md.j2"'),
        ("\n\n{{ study.__class__.__mro__ }}", 3, "may not"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("a\n{{ 9**9**9**9 }}", 2, "may not"),
        ("{{ study.title ** 2 }}", 1, "may not"),
        ("{{ themes | table(nmae='Name') }}", 1, 'Did you mean "name"'),
        ("{{ study.title | safe }}", 1, "safe"),
        ("a\n{% if study %}b", 2, "{% if %} is never closed. Write {% endif %} where"),
        ("{% for x in themes %}b", 1, "{% for %} is never closed. Write {% endfor %} where"),
        ("{% if study %}b{% endfor %}", 1, "Close that first with {% endif %}"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_near_name(source: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        blocks_of(
            source,
            study={"title": "T"},
            themes=[{"name": "one"}],
            figures={"fact:strategies:yes": {"k_of_n": "1 of 2"}},
        )
    assert caught.value.line == line
    assert str(caught.value.path) == "t.md.j2"
    assert said in caught.value.message


def test_a_power_that_can_be_read_is_worked_out() -> None:
    (block,) = blocks_of("{{ 2**10 }} {{ 4**0.5 }} {{ 2**-1 }}")
    assert isinstance(block, tree.Paragraph)
    assert words(block.content) == "1024 2.0 0.5"


def test_a_mistake_in_an_included_template_names_that_one() -> None:
    sources = {"t.md.j2": "a\n{% include 'part.md.j2' %}", "part.md.j2": "b\nc\n{{ nothing }}"}
    with pytest.raises(TemplateError) as caught:
        render_template("t.md.j2", sources, {"figures": {}})
    assert (str(caught.value.path), caught.value.line) == ("part.md.j2", 3)


def test_a_template_without_an_end_is_stopped() -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError, match="still running"):
        render_template("t.md.j2", {"t.md.j2": endless}, {"figures": {}}, seconds=1)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such limit to ask for")
def test_a_template_that_takes_all_memory_is_stopped() -> None:
    with pytest.raises(TemplateError, match="memory"):
        render_template("t.md.j2", {"t.md.j2": "{{ 'a' * 10**10 }}"}, {"figures": {}})


def test_a_template_that_includes_itself_is_stopped() -> None:
    with pytest.raises(TemplateError, match="itself"):
        render_template("t.md.j2", {"t.md.j2": "{% include 't.md.j2' %}"}, {"figures": {}})


def test_empty_lists_leave_nothing_behind() -> None:
    assert blocks_of("{{ [] | bullets }}\n{{ '' }}\n{{ paragraph('') }}") == ()


def test_author_text_is_boxed_and_may_hold_live_figures() -> None:
    sources = {
        "t.md.j2": "{{ author('background') }}{{ author('limits') }}",
        "report_text/background.md": "It was **{{ fact('home').k_of_n }}**.\n\n- one\n- two\n",
    }
    context = {"figures": {"fact:home:yes": {"k_of_n": Rich(token("f", 4))}}}
    rendered = render_template("t.md.j2", sources, context)
    (section,) = read_blocks(rendered.markdown, reading(rendered.blocks))
    assert isinstance(section, tree.AuthorSection)
    assert section.name == "background"
    paragraph, items = section.children
    assert isinstance(paragraph, tree.Paragraph)
    assert paragraph.content[1] == tree.Strong((tree.ComputedFigure("e4", "3 of 4"),))
    assert isinstance(items, tree.ItemList)


def test_a_quote_typed_into_a_template_stays_words() -> None:
    (block,) = blocks_of("> we never said this")
    assert isinstance(block, tree.Paragraph)
    assert words(block.content) == "> we never said this"


def test_html_code_and_links_to_elsewhere_stay_words() -> None:
    first, second = blocks_of("<b>x</b> `y` [z](https://example.org)\n\n    indented")
    assert isinstance(first, tree.Paragraph)
    assert isinstance(second, tree.Paragraph)
    assert words(first.content) == "<b>x</b> `y` z (https://example.org)"
    assert words(second.content) == "indented"


def test_a_box_that_is_not_closed_is_told() -> None:
    rendered = render_template("t", {"t": "{{ callout('Box') }}"}, {"figures": {}})
    with pytest.raises(TemplateError, match="not closed"):
        read_blocks(rendered.markdown.split("\n\n")[1], reading(rendered.blocks))


def test_a_missing_figure_is_answered_with_three_names_at_most_and_where_all_are_listed() -> None:
    many = {f"code:subject-{n}": {"k_of_n": "1 of 2"} for n in range(130)}
    for asked, most in (("zzzz", 3), ("code:subject", 3)):
        with pytest.raises(TemplateError) as caught:
            blocks_of(f"{{{{ figure('{asked}').k_of_n }}}}", figures=many)
        assert 0 < caught.value.message.count("subject-") <= most
        assert '"themer figures --json" lists all' in caught.value.message


def test_a_missing_figure_where_no_conversation_counts_is_answered_with_that() -> None:
    with pytest.raises(TemplateError) as caught:
        blocks_of(
            "{{ figure('theme:vans').k_of_n }}",
            figures={"code:vans": {"k_of_n": "no base"}},
            page_one={"counting": ""},
        )
    assert "No conversation counts yet" in caught.value.message
    assert '"code:' not in caught.value.message
