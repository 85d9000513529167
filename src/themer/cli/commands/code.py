"""``themer code``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from themer.cli.options import coder_option, find_root, require_terminal, study_option
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.coding.queue import Order

ORDERS = ("conversation", "instructive", "question", "organisation")


@click.command("code")
@coder_option("Who decides; names the file in coding/.")
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    default=ORDERS[0],
    show_default=True,
    help="The order of the answers at first; instructive: what the machine learns most from.",
)
@click.option(
    "--sample",
    metavar="SHARE",
    help="Code a share that was drawn once for all coders, such as 20%, and nothing else.",
)
@click.option("--seed", type=int, help="For drawing the sample; else fixed by the study's id.")
@click.option("--blind", is_flag=True, help="Hide what the machine and other coders say.")
@click.option(
    "--contradictions",
    is_flag=True,
    help="Decide where facts and words contradict each other.",
)
@click.option(
    "--differences",
    is_flag=True,
    help="Settle where coders differ; each decision stays, and so does your reason.",
)
@study_option
def command(
    coder: str | None,
    order: Order,
    sample: str | None,
    seed: int | None,
    study: str | None,
    *,
    blind: bool,
    contradictions: bool,
    differences: bool,
) -> int:
    """Decide what the machine suggests, and code by hand."""
    if coder is None:
        raise click.UsageError("Say who decides: --coder your-name.")
    root = find_root(study)  # the first frame does not wait for what reads a study
    if differences and blind:
        raise InputError(
            "Settling differences shows what others decided, which --blind hides.",
            hint="Code what is to be coded blind first.",
        )
    if seed is not None and sample is None:
        raise click.UsageError("--seed goes with --sample.")
    share = None if sample is None else _share(sample)
    require_terminal()
    if contradictions:
        from themer.tui.app import run
        from themer.tui.desks import contradictions_app

        return run(contradictions_app(root, coder))
    if differences:
        from themer.tui.app import run
        from themer.tui.desks import differences_app

        return run(differences_app(root, coder))
    from themer.tui.app import run
    from themer.tui.desks import coding_app
    from themer.workflows.coding.opening import Wanted

    wanted = Wanted(coder, blind=blind, share=share, seed=seed)
    return run(coding_app(root, wanted, order))


def _share(sample: str) -> float:
    from themer.workflows.coding.sampling import share_of

    return share_of(sample)
