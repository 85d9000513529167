"""Counts with bases: facts, codes, components, themes, workforce; arrays and model objects only."""
