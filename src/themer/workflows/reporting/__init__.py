"""Documents: written, compared, verified; their templates, and the actions that they tell of."""
