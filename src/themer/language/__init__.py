"""Words as offsets and arrays: sentences, vectors, the terms of a text.

Public: ``sentences(text)`` gives ``(start, end)`` pairs in code points; ``load_encoder()`` gives
an ``Encoder`` whose ``encode(texts)`` returns float32 rows of length one and whose
``identity.key`` files them in a cache; ``can_encode()`` tells whether its runtime is installed;
``load_static_encoder()`` gives one for large tables that needs no runtime; ``LONGEST`` characters
of a text are read; ``terms(text)`` and ``STOP_WORDS`` are the words that count;
``neighbourhood(rows)`` finds the nearest rows. Nothing here knows what an interview is.
"""

from themer.language.encoder import (
    Encoder,
    EncoderIdentity,
    MiniLM,
    Vectors,
    can_encode,
    load_encoder,
)
from themer.language.nearest import Neighbourhood, neighbourhood, one_thread, unit
from themer.language.sentences import LONGEST, sentences
from themer.language.static import StaticEncoder, load_static_encoder
from themer.language.terms import STOP_WORDS, Term, stem, terms

__all__ = [
    "LONGEST",
    "STOP_WORDS",
    "Encoder",
    "EncoderIdentity",
    "MiniLM",
    "Neighbourhood",
    "StaticEncoder",
    "Term",
    "Vectors",
    "can_encode",
    "load_encoder",
    "load_static_encoder",
    "neighbourhood",
    "one_thread",
    "sentences",
    "stem",
    "terms",
    "unit",
]
