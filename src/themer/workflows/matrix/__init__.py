"""The framework matrix: its cells, and the summaries that people write."""
