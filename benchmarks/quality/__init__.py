"""How good tagging and grouping are on answers that people coded, beside what one would else use.

``python -m benchmarks.quality --help`` says how to run it; ``benchmarks/README.md`` has the table.
"""
