"""A report with every kind of block, about nothing that exists."""

from __future__ import annotations

from datetime import date

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    Column,
    ComputedFigure,
    ContentsList,
    Document,
    Emphasis,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Strong,
    Table,
    Text,
    evidence_anchor,
    used_anchor,
)


def figure(name: str, words: str) -> ComputedFigure:
    return ComputedFigure(f"fact:{name}:yes", words)


def words(*parts: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


FINDINGS = ItemList(
    (
        (
            Paragraph(
                words(
                    Strong(words("Opening hours matter more than stock. ")),
                    figure("hours", "24 of 29"),
                    " branches named opening hours as what keeps people away. ",
                    Emphasis(words("Otherwise: ")),
                    figure("hours_enough", "3 of 29"),
                    " said that hours were enough; all three open on Sundays.",
                )
            ),
        ),
        (
            Paragraph(
                words(
                    Strong(words("Volunteers stay where somebody knows their name. ")),
                    figure("volunteers", "16 of 27"),
                    " keep most volunteers for a year. ",
                    Emphasis(words("Otherwise: ")),
                    figure("volunteers_no", "4 of 27"),
                    " lose most within three months.",
                )
            ),
        ),
        (
            Paragraph(
                words(
                    Strong(words("Paying for events shows no clear link with turnout. ")),
                    figure("events", "17 of 31 (55%)"),
                    " pay for events. Numbers this small could hide a real difference.",
                )
            ),
        ),
    ),
    ordered=True,
)

STATUS = (
    ("Leadership behind the plan", (12, 11, 5, 3)),
    ("Whole team welcomes volunteers", (9, 13, 6, 3)),
    ("Feedback reaches those who run events", (8, 12, 7, 4)),
    ("Groups for readers", (14, 8, 6, 3)),
    ("A register of loans and visits", (6, 10, 11, 4)),
)
STATES = ("In place", "Developing", "Absent", "Not discussed")

BOARD = Table(
    words("What branches have in place (branches, n = 31)"),
    (Column(words("Component")), *(Column(words(state), "right") for state in STATES)),
    tuple(
        Row(
            (
                words(name),
                *(words(figure(f"{name[:5]}{at}", str(value))) for at, value in enumerate(values)),
            )
        )
        for name, values in STATUS
    ),
    anchor="board",
)

BOARD_CHART = BarChart(
    words("What branches have in place, as parts of 31"),
    "Stacked bars, one for each component. Groups for readers are most often in place (14 of 31); "
    "a register least often (6 of 31).",
    tuple(name for name, _ in STATUS),
    tuple(
        Series(state, tuple(float(values[at]) for _, values in STATUS))
        for at, state in enumerate(STATES)
    ),
    stacked=True,
    unit="branches",
)

HOURS_CHART = BarChart(
    words("What keeps people away"),
    "Bars: opening hours 24 of 29, distance 15 of 28, cost of events 9 of 31, "
    "parking fewer than 3.",
    ("Opening hours", "Distance and the buses that stop early", "Cost of events", "Parking"),
    (Series("Branches", (24, 15, 9, 0), ("24 of 29", "15 of 28", "9 of 31", "fewer than 3")),),
    unit="branches",
    anchor="away",
)

SQUARES = BarChart(
    words("Branches that plan by demand"),
    "13 of 31 branches plan by demand, 12 do not and 6 gave no method.",
    ("All branches",),
    (Series("Plan by demand", (13,)), Series("Do not", (12,)), Series("No set method", (6,))),
    stacked=True,
    unit="branches",
    squares=True,
)

MATRIX = Table(
    words("Who said what: units down, codes across"),
    (Column(words("Branch")), *(Column(words(name)) for name, _ in STATUS)),
    tuple(
        Row(
            (
                words(f"Branch {letter}"),
                *(
                    words("said with an example" if (at + row) % 3 else "—")
                    for at in range(len(STATUS))
                ),
            )
        )
        for row, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    ),
)


def evidence_rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                words(Link(used_anchor(f"fact:{name}:yes"), words(shown))),
                words("said yes, of those asked and answering"),
                words("branch-a/q3", LineBreak(), "branch-b/q3"),
            ),
            anchor=evidence_anchor(f"fact:{name}:yes"),
        )
        for name, shown in (("hours", "24 of 29"), ("volunteers", "16 of 27"))
    )


def sample() -> Document:
    """Give a report of about six pages."""
    return Document(
        title="Public libraries in our county: what 31 branches told us",
        subtitle="Executive summary for directors",
        report_id="summary-2026-06-30-ab12cd",
        language="en-GB",
        as_at=date(2026, 6, 30),
        data_sha256="0f" * 32,
        notices=("This study is fictional. Every name and answer in it was invented.",),
        children=(
            Paragraph(
                words(
                    "We spoke with 31 of the 36 branches invited. Counts are branches, not people. "
                    "“n” is those asked who gave an answer."
                ),
                style="lead",
            ),
            Callout(words("Key findings"), (FINDINGS,)),
            BOARD,
            Heading(1, words("What we ask of directors")),
            ItemList(
                (
                    (
                        Paragraph(
                            words("Open one evening a week ", Link("hours", words("(finding 1)")))
                        ),
                    ),
                    (
                        Paragraph(words("Name an owner for the register:")),
                        ItemList(
                            (
                                (Paragraph(words("by 30 September")),),
                                (Paragraph(words("with an hour a week")),),
                            )
                        ),
                    ),
                )
            ),
            PageBreak(),
            ContentsList(),
            Heading(1, words("Opening hours"), anchor="hours"),
            Paragraph(
                words(
                    "Hours were named by ",
                    figure("hours", "24 of 29"),
                    " branches, ",
                    figure("word", "most"),
                    " of them before being asked; see ",
                    Link("away", words("the figure")),
                    " and ",
                    Link("board", words("the board")),
                    ".",
                )
            ),
            HOURS_CHART,
            Heading(2, words("What was said")),
            Quotation(
                "We shut at five.\nPeople finish work at five.",
                "branch lead, county town; used with consent",
                "quote:1",
            ),
            Quotation(
                "hours cut twice since spring, no notice",
                "branch lead, coast",
                "quote:2",
                verbatim=False,
            ),
            Heading(2, words("Exceptions")),
            Paragraph(
                words("Three branches open on Sundays & find it worth while: 5 < 6 * 7 | 8.")
            ),
            BOARD_CHART,
            SQUARES,
            Heading(1, words("What we make of it")),
            AuthorSection(
                "interpretation",
                (
                    Paragraph(
                        words(
                            "Text by the author, who may be wrong, about ",
                            figure("hours", "24 of 29"),
                            ".",
                        )
                    ),
                    ItemList(
                        ((Paragraph(words("one")),), (Paragraph(words("two")),)), ordered=True
                    ),
                ),
            ),
            PageBreak(landscape=True),
            Heading(1, words("Annex A. Coverage")),
            MATRIX,
            PageBreak(),
            Heading(1, words("Annex B. Evidence")),
            Table(
                words("The evidence behind each figure"),
                (Column(words("Figure")), Column(words("Rule")), Column(words("Answers"))),
                (
                    *evidence_rows(),
                    Row(
                        (
                            words("quote 1"),
                            words("exact words, with consent"),
                            words("branch-c/q5"),
                        ),
                        anchor=evidence_anchor("quote:1"),
                    ),
                ),
            ),
            Paragraph(words("Counts follow the rules in the method annex."), style="small"),
        ),
    )


def about(*blocks: Block, title: str = "A report") -> Document:
    """Give a report of these blocks alone."""
    return Document(
        title=title,
        subtitle="",
        report_id="r-1",
        language="en-GB",
        as_at=None,
        data_sha256="00",
        children=blocks,
    )
