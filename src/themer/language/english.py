"""Whether a text looks as if it were in English: a guess from its commonest small words.

Lists of facts and telegrams have no small words in any language, so too few of the English ones is
no sign: a text is taken for foreign where it has more small words of other languages than English
ones, or is mostly in another script. Small words of one language that are words of English as well
(*die*, *on*, *has*) are in neither list.
"""

from __future__ import annotations

FEWEST_WORDS = 5
"""Shorter texts are not judged."""
FEWEST_SIGNS = 2
_SHARE = 0.15
_LONGEST = 2000
"""Characters that are looked at."""
_MARKS = str.maketrans({"\u2019": "'", **dict.fromkeys('.,;:!?"()', " ")})

_ENGLISH = frozenset(
    """
    the and of to is was were are be been have has had it its that this these those they them
    their there we our you your he she his her my not no but or if because so very too with for
    from at by as which who what when where how would could should can will do does did more
    than then only some any all i'm it's don't didn't can't
    """.split()  # noqa: SIM905
)
_OTHERS = frozenset(
    """
    der und ist nicht das ich mit ein eine einen für auf sie es wir zu dem den von aber auch wenn
    wie sich nach bei oder sehr zum zur einer
    le la les des est et pas une un que qui dans pour nous vous je il elle avec sur très cette ce
    ne sont aux du mais été être plus c'est
    el los las por con del muy pero como más está una para hay todo nos mi su
    che di non per sono gli della molto ma il è anche più nel alla
    não uma com os um muito mas ao foi eu tem dos das são
    het een van niet en ik zijn dat voor met maar ook naar wij hebben geen
    nie się jest na do jak tak przez dla ale czy był
    yn mae yr ei eu gan wedi oedd nid ddim hefyd roedd fy
    nu și este pentru că cu sunt foarte
    """.split()  # noqa: SIM905
)


def looks_foreign(text: str) -> bool:
    """Tell whether a text looks not to be English; a text of few words never does.

    Args:
        text: Any; of a very long one only the beginning is looked at.
    """
    if _is_other_script(text[:_LONGEST]):
        return True
    words = text[:_LONGEST].lower().translate(_MARKS).split()
    if len(words) < FEWEST_WORDS:
        return False
    other = sum(map(_OTHERS.__contains__, words))
    if other < FEWEST_SIGNS or other < _SHARE * len(words):
        return False
    return other > sum(map(_ENGLISH.__contains__, words))


def _is_other_script(text: str) -> bool:
    """Tell whether most letters are none of the Latin alphabet and its neighbours."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return len(letters) > FEWEST_WORDS and 2 * sum(c > "\u024f" for c in letters) > len(letters)
