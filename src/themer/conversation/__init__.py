"""A conversation as a state machine: where we are, what is covered, what is due. No I/O."""
