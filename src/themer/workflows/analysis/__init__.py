"""What the machine works out for a study, and the figures of it."""
