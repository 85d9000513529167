"""Findings and ledger become blocks, and blocks become documents."""
