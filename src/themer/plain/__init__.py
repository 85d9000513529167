"""The same conversation line by line, for screen readers and thin terminals."""

from __future__ import annotations

from themer.plain.conversation import run_interview

__all__ = ["run_interview"]
