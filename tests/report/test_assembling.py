"""The whole way from findings to documents, for studies of every size."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import rooms_study as rooms

from themer.errors import RefusedError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.action import ActionsFile, PlannedAction
from themer.model.question_set import Section
from themer.model.study import Contact
from themer.model.theme import ThemePassage
from themer.report import blocks as tree
from themer.report.assembling import Report, assemble, recount
from themer.report.basis import Basis
from themer.report.writers.html import write_html
from themer.report.writers.markdown import write_markdown

ROOT = Path(__file__).parents[2]
TEMPLATES = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.j2")
}


def report_of(material: Material, profile: str = "internal", **author: str) -> Report:
    texts = {f"report_text/{name}.md": text for name, text in author.items()}
    return assemble(basis_of(material, profile, TEMPLATES | texts))


def basis_of(
    material: Material, profile: str = "internal", templates: Mapping[str, str] = TEMPLATES
) -> Basis:
    return Basis(
        material,
        find(material),
        templates,
        "0" * 64,
        profile=profile,  # type: ignore[arg-type]
    )


def walk(things: Iterable[object]) -> Iterator[object]:
    for thing in things:
        if isinstance(thing, tuple):
            yield from walk(thing)
            continue
        yield thing
        for name in getattr(thing, "__slots__", ()):
            inside = getattr(thing, name)
            if isinstance(inside, tuple):
                yield from walk(inside)


def paragraphs(document: tree.Document) -> list[str]:
    """Every run of words: paragraphs, cells, titles, captions."""
    found: list[str] = []
    for thing in walk(document.children):
        if isinstance(thing, tree.Paragraph | tree.Heading):
            found.append(flat(thing.content))
        elif isinstance(thing, tree.Row):
            found += [flat(cell) for cell in thing.cells]
        elif isinstance(thing, tree.Table | tree.BarChart):
            found.append(flat(thing.caption))
    return found


def flat(inlines: tree.Inlines) -> str:
    return "".join(
        one.text
        if isinstance(one, tree.Text | tree.ComputedFigure)
        else "\n"
        if isinstance(one, tree.LineBreak)
        else flat(one.children)
        for one in inlines
    )


def all_words(report: Report) -> str:
    return "\n".join(words for d in report.documents.values() for words in paragraphs(d))


WORDS = "a sentence that nobody may read, 4711"

LEAD_INS = ("What will be done:", "The contrary view, as noted:", "We shall, among other things:")
"""Lines of the templates that a list or a quote follows."""

STUDIES = {
    "nobody approached": rooms.material(0),
    "none took part": rooms.material(4, took_part=0),
    "one": rooms.material(1),
    "two": rooms.material(2),
    "some": rooms.material(7, took_part=5),
    "many": rooms.material(28),
    "no theme, no code": rooms.material(5, themed=False, coded=False),
    "no consent to quote": rooms.material(5, may_quote=False),
    "all awaited": rooms.material(5, awaited=True),
    "no workforce": replace(
        rooms.material(5), study=replace(rooms.study(5), workforce=None, pairs=())
    ),
    "no codebook": replace(rooms.material(5, coded=False), codebooks={}),
}


@pytest.mark.parametrize("profile", ["internal", "shareable"])
@pytest.mark.parametrize("name", STUDIES)
def test_no_sentence_has_an_empty_slot_or_a_wrong_number(name: str, profile: str) -> None:
    report = report_of(STUDIES[name], profile)
    faults = re.compile(
        r"None\b(?! of)|\{|\}|  |\(\)| [,.;:]|\.\.|^\s*$|\b1 (branches|decisions|conversations)\b"
        r"|^[a-z][^.]*told us|\b(?!1 )\d+ branch\b|: *$|withheld of|undefined|nan\b"
    )
    lines = [
        line
        for document in report.documents.values()
        for words in paragraphs(document)
        for line in words.split("\n")
        if line not in LEAD_INS and not line.startswith("One voice, on ")
    ]
    assert [line for line in lines if line and faults.search(line)] == []


@pytest.mark.parametrize("name", STUDIES)
def test_no_heading_stands_without_something_under_it(name: str) -> None:
    for document in report_of(STUDIES[name]).documents.values():
        for block, following in zip(document.children, [*document.children[1:], None], strict=True):
            if isinstance(block, tree.Heading):
                deeper = isinstance(following, tree.Heading) and following.level > block.level
                assert deeper or not isinstance(following, tree.Heading | None), block


def test_the_same_study_gives_the_same_report_whatever_the_order_of_its_files() -> None:
    material = rooms.material(9)
    turned = replace(
        material,
        interviews=tuple(reversed(material.interviews)),
        decisions=tuple(reversed(material.decisions)),
    )
    assert report_of(material) == report_of(turned)


def test_the_name_of_a_report_tells_data_template_and_profile_apart() -> None:
    material = rooms.material(5)
    names = {
        report_of(material).report_id,
        report_of(material, "shareable").report_id,
        report_of(material, background="Words.").report_id,
    }
    assert len(names) == 3


def test_every_figure_printed_is_in_the_ledger_with_its_text() -> None:
    report = report_of(rooms.material(9))
    ledger = json.loads(report.ledger)
    known = {
        (entry["id"], place["document"], place["text"])
        for entry in ledger["figures"]
        for place in entry["printed"]
    }
    for name, document in report.documents.items():
        printed = [t for t in walk(document.children) if isinstance(t, tree.ComputedFigure)]
        assert printed
        assert {(one.ledger_id, name, one.text) for one in printed} <= known


def test_every_figure_of_the_evidence_report_has_an_entry_that_it_links_to() -> None:
    document = report_of(rooms.material(9)).documents["evidence"]
    things = list(walk(document.children))
    anchors = {getattr(thing, "anchor", None) for thing in things}
    for thing in things:
        if isinstance(thing, tree.ComputedFigure | tree.Quotation):
            assert tree.evidence_anchor(thing.ledger_id) in anchors


def test_counts_of_findings_always_stand_with_their_base() -> None:
    words = all_words(report_of(rooms.material(9)))
    assert "6 of 9 branches said that home delivery hangs on finding a driver." in words
    assert "Otherwise: 3 of 9 branches" in words


def test_percentages_appear_from_the_threshold_up_and_beside_their_count() -> None:
    assert "%" not in "".join(
        paragraphs(report_of(rooms.material(5)).documents["summary"])
    ).replace("5% new", "")
    study = replace(rooms.study(28), percent_from=28)
    report = report_of(replace(rooms.material(28), study=study))
    assert "19 of 28 branches (68%)" in all_words(report)


def test_a_theme_says_that_no_contrary_view_was_found() -> None:
    words = all_words(report_of(rooms.material(2)))
    assert "Otherwise: we found no one who said otherwise." in words


def quotes(report: Report) -> list[tree.Quotation]:
    return [
        thing
        for document in report.documents.values()
        for thing in walk(document.children)
        if isinstance(thing, tree.Quotation)
    ]


def test_quotes_are_exact_and_named_by_role_and_kind_only() -> None:
    found = [quote for quote in quotes(report_of(rooms.material(9))) if quote.verbatim]
    assert found
    for quote in found:
        assert quote.text in rooms.HARDEST
        assert quote.attribution in (
            "branch librarian, council library",
            "branch librarian, library trust",
        )


@pytest.mark.parametrize("may_quote", [True, False])
def test_each_document_explains_its_quotation_marks(may_quote: bool) -> None:
    report = report_of(rooms.material(9, may_quote=may_quote))
    for name in ("summary", "evidence"):
        words = " ".join(paragraphs(report.documents[name]))
        assert "Words in quotation marks, where there are any" in words
    quoted = [
        thing
        for document in report.documents.values()
        for thing in walk(document.children)
        if isinstance(thing, tree.Quotation) and thing.verbatim
    ]
    assert bool(quoted) == may_quote


def test_who_is_still_to_be_spoken_with_is_not_among_those_who_did_not_take_part() -> None:
    whole = rooms.material(9, took_part=6)
    *partners, last = whole.study.partners
    booked = replace(last, units=tuple(replace(u, contact=Contact("booked")) for u in last.units))
    study = replace(whole.study, partners=(*partners, booked))
    words = all_words(report_of(replace(whole, study=study)))
    assert "2 of the 9 branches approached did not take part; they may differ" in words
    assert "1 of the 9 branches approached has not taken part yet." in words


def test_without_consent_nothing_is_quoted_and_the_report_says_so() -> None:
    report = report_of(rooms.material(6, may_quote=False))
    assert not [quote for quote in quotes(report) if quote.verbatim]
    assert "may not be quoted" in all_words(report)


def test_what_is_shared_holds_no_notes_no_names_and_no_sensitive_question() -> None:
    report = report_of(rooms.material(9), "shareable")
    assert all(quote.verbatim for quote in quotes(report))
    words = all_words(report) + report.ledger
    assert rooms.EASY not in words
    assert "as noted:" not in words
    assert "th hill" not in words
    assert "Pay of drivers" not in words
    assert "number:pay" not in words
    assert '"b01"' not in report.ledger
    assert "b01-1" not in report.ledger


@pytest.mark.parametrize("profile", ["internal", "shareable"])
def test_noted_words_of_a_partner_without_consent_are_counted_and_never_printed(
    profile: str,
) -> None:
    material = rooms.material(9)
    first = material.interviews[2]
    assert first.consent is not None
    silent = replace(
        first,
        consent=replace(first.consent, quote=False),
        answers=first.answers
        | {"hardest": replace(first.answers["hardest"], noted=WORDS, verbatim=())},
    )
    theme = replace(
        material.themes[0],
        contrary=(ThemePassage(silent.id, "hardest", 0, len(WORDS), WORDS),),
    )
    others = (*material.interviews[:2], *material.interviews[3:])
    report = report_of(
        replace(material, interviews=(silent, *others), themes=(theme,), decisions=()), profile
    )
    everything = all_words(report) + report.ledger + str(report.documents)
    assert WORDS not in everything
    assert ("words not printed: no consent to quote" in everything) == (profile == "internal")


def test_figures_and_findings_of_the_summary_lead_into_the_evidence_report_and_back() -> None:
    report = report_of(rooms.material(9))
    summary, evidence = report.documents["summary"], report.documents["evidence"]
    figures = [t for t in walk(summary.children) if isinstance(t, tree.ComputedFigure)]
    assert figures
    for figure in figures:
        assert tree.evidence_anchor(figure.ledger_id) in summary.beside["evidence"]
    away = {t.anchor for t in walk(summary.children) if isinstance(t, tree.Link) and t.document}
    assert "theme-drivers" in away
    assert away <= summary.beside["evidence"]
    links = [t for t in walk(evidence.children) if isinstance(t, tree.Link)]
    back = {t.anchor for t in links if t.document == "summary"}
    assert back
    assert back <= evidence.beside["summary"]
    assert back == evidence.beside["summary"] & back == summary.followed


@pytest.mark.parametrize("write", [write_html, write_markdown])
def test_links_between_the_files_lead_to_places_that_are_there(
    write: Callable[[tree.Document], str],
) -> None:
    ending = "html" if write is write_html else "md"
    report = report_of(rooms.material(9))
    pages = {name: write(document) for name, document in report.documents.items()}
    for name, other in (("summary", "evidence"), ("evidence", "summary")):
        wanted = set(re.findall(rf'(?: |"){other}\.{ending}#([^"\n]+)', pages[name]))
        assert wanted or f"]: {other}.md\n" in pages[name]
        assert wanted <= set(re.findall(r' id="([^"]+)"', pages[other]))


def test_a_summary_without_its_evidence_report_links_to_nothing() -> None:
    material = rooms.material(9)
    templates = {name: text for name, text in TEMPLATES.items() if name != "evidence.md.j2"}
    report = assemble(basis_of(material, templates=templates))
    assert "evidence." not in re.sub(
        r"<style>.*?</style>", "", write_html(report.documents["summary"]), flags=re.S
    ).replace("evidence report", "")


def test_a_fact_noted_with_a_chosen_theme_is_no_finding_of_its_own() -> None:
    material = rooms.material(9)
    beside = ThemePassage("b01-1", "barriers", 0, 3, "van")
    first = material.interviews[0]
    answered = replace(first.answers["barriers"], noted="van")
    changed = replace(first, answers=first.answers | {"barriers": answered})
    theme = replace(material.themes[0], members=(*material.themes[0].members, beside))
    before = all_words(report_of(material))
    after = all_words(
        report_of(
            replace(material, themes=(theme,), interviews=(changed, *material.interviews[1:]))
        )
    )
    assert "\nBarriers. " in before
    assert "\nBarriers. " not in after
    assert "Barriers: " in after


def test_small_counts_are_withheld_in_what_is_shared() -> None:
    words = all_words(report_of(rooms.material(5), "shareable"))
    assert "withheld" in words
    assert not re.search(r"\b[12] of 5\b", words)


def test_a_link_to_nothing_is_refused() -> None:
    with pytest.raises(RefusedError, match="nowhere"):
        report_of(rooms.material(3), background="See [there](#nowhere).")


def test_an_action_that_answers_no_finding_is_refused() -> None:
    actions = ActionsFile(actions=(PlannedAction("x", "Do it", ("theme:gone",)),))
    with pytest.raises(RefusedError, match="theme:gone"):
        report_of(rooms.material(3, actions=actions))


def test_findings_without_an_action_are_listed() -> None:
    words = all_words(report_of(rooms.material(9)))
    assert "No action yet: Barriers; Do branches that take books home also" in words
    assert "No action of ours yet:" in words


def test_author_text_takes_live_figures() -> None:
    report = report_of(rooms.material(9), background="At home: {{ fact('home').k_of_n }}.")
    (section,) = [
        thing
        for thing in report.documents["summary"].children
        if isinstance(thing, tree.AuthorSection)
    ]
    assert section.children == (
        tree.Paragraph(
            (
                tree.Text("At home: "),
                tree.ComputedFigure(_id_of(report, "fact:home:yes@branch"), "3 of 9"),
                tree.Text("."),
            )
        ),
    )


def _id_of(report: Report, figure: str) -> str:
    entries = json.loads(report.ledger)["figures"]
    return next(str(entry["id"]) for entry in entries if entry["figure"] == figure)


def test_a_study_of_another_field_prints_nothing_of_the_fictional_one() -> None:
    words = all_words(report_of(rooms.material(9))).lower()
    for foreign in ("practice", "educator", "student", "placement", "social work", "universit"):
        assert foreign not in words, foreign


def sensitive(material: Material, question: str) -> Material:
    """Mark one question as sensitive."""

    def marked(section: Section) -> Section:
        return replace(
            section,
            questions=tuple(
                replace(one, sensitive=one.id == question or one.sensitive)
                for one in section.questions
            ),
        )

    (whole,) = material.sets.values()
    made = replace(whole, sections=tuple(marked(one) for one in whole.sections))
    return replace(material, sets={whole.id: made})


def test_what_is_shared_is_counted_as_if_sensitive_questions_had_not_been_asked() -> None:
    material = sensitive(rooms.material(9), "hardest")
    inside, shared = report_of(material), report_of(material, "shareable")
    assert inside.counts["theme:drivers@branch"] == "6 of 9"
    assert shared.counts.get("theme:drivers@branch", "0 of 0") in ("0 of 0", "0 of 9")
    assert "6 of 9 branches said that home delivery" in all_words(inside)
    words = all_words(shared)
    assert "branches said that home delivery" not in words
    assert "insurance" not in words
    assert "What is hardest" not in words


@pytest.mark.parametrize("profile", ["internal", "shareable"])
@pytest.mark.parametrize("question", ["hardest", "home", "pay"])
def test_a_recount_gives_what_the_documents_were_made_from(profile: str, question: str) -> None:
    basis = basis_of(sensitive(rooms.material(9), question), profile)
    report, again = assemble(basis), recount(basis)
    assert again.report_id == report.report_id
    differing = {
        one: (report.counts[one], again.counts[one])
        for one in report.counts.keys() & again.counts.keys()
        if report.counts[one] != again.counts[one]
    }
    assert differing == {}
    assert again.names == report.names
