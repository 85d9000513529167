"""Screens turn keys into calls and show what is known; no rule of the domain lives here."""
