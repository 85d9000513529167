"""Segments into suggestions that a person decides on, and what is learned from the decisions.

Public: ``suggestions.suggest(texts, codes, encode=..., judgements=..., read=...)`` scores every
text against every code, with a calibrated confidence and, on demand, the reason; it works on
strings and arrays, does no I/O beyond reading its own frozen curve, and knows no interview.
"""
