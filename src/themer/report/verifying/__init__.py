"""A finished document read back, and held against what was computed."""
