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
"""Different words that are a sign."""
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
    der und ist nicht das ich mit ein eine einen für auf sie es wir zu dem von aber auch wenn
    wie sich nach bei oder sehr zum zur einer
    le la est et une un que qui dans pour nous vous je elle avec sur très cette ce
    sont aux du mais été être plus c'est
    el por con del muy pero como más está una hay todo su
    che di non sono gli della molto è anche più nel alla
    não uma os um muito mas ao foi eu dos das são
    het een niet en ik zijn dat voor maar ook naar wij hebben geen
    nie się na jest są jak przez dla czy był bardzo
    yn yr eu gan wedi oedd nid ddim hefyd roedd fy
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
    signs = [word for word in words if word in _OTHERS]
    other = len(signs)
    if len(set(signs)) < FEWEST_SIGNS or other < _SHARE * len(words):
        return False
    return other > sum(map(_ENGLISH.__contains__, words))


def _is_other_script(text: str) -> bool:
    """Tell whether most letters are none of the Latin alphabet and its neighbours."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return len(letters) > FEWEST_WORDS and 2 * sum(c > "\u024f" for c in letters) > len(letters)
