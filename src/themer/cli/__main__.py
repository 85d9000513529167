"""``python -m themer.cli``."""

from themer.cli import main

main()
