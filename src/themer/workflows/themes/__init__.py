"""The theme desk: what is seen, done, kept and taken back."""
