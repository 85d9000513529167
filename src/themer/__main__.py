"""``python -m themer`` is ``themer``."""

from themer.cli import main

main()
