"""Groups of segments: found, named, shown by exemplars, tried for stability, matched to old themes.

Public: ``grouping.group(texts, vectors, themes=None)`` gives a ``Grouping`` in which every text is
in one theme or unplaced; ``identity.continued(old, new)`` tells which old theme a new group is.
"""
