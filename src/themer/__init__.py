"""themer: from conversations to a report whose every figure leads back to the answers."""

__version__ = "0.1.0"
