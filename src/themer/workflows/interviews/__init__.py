"""Conversations: begun, opened, saved, regained, joined with copies, recorded for the partner."""
