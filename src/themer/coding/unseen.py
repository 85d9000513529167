"""What the machine says of each text without having learned from it: to hold it against people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from themer.coding.suggestions import Grounds, suggest_on
from themer.coding.texts import Judgement
from themer.model.dealing import FOLDS, dealt


def unseen_confidence(
    grounds: Grounds,
    judgements: Sequence[Judgement],
    *,
    owner: Callable[[str], str] = str,
) -> npt.NDArray[np.float64]:
    """Give confidences of machines each of which learned without one part of the decided texts.

    A machine that learned from a decision repeats it, and would seem to be never wrong. So what
    people decided is dealt into folds; of a decided text speaks the machine that was taught
    without its fold, of all others the mean of the machines (cross-fitting: Zrnic and Candès 2024,
    *PNAS* 121(15)).

    Args:
        grounds: Texts and codes.
        judgements: What people decided.
        owner: Names what a text was read with, such as its answer, by the text's key: texts that
            were read together are in one fold.

    Returns:
        Shape ``(texts, codes)``, 0 to 1; 0 where a code is no candidate.
    """
    folds = dealt(owner(judgement.text) for judgement in judgements)
    its_fold = np.array([folds.get(owner(text.key), -1) for text in grounds.texts])
    as_shipped = dict.fromkeys(grounds.parts)
    found = np.zeros((len(grounds.texts), len(grounds.codes)))
    for fold in range(FOLDS):
        rest = [one for one in judgements if folds[owner(one.text)] != fold]
        said = suggest_on(grounds, judgements=rest, lines=as_shipped).confidence
        found[its_fold == fold] = said[its_fold == fold]
        found[its_fold < 0] += said[its_fold < 0] / FOLDS
    return found
