"""The parts of which screens are made; each is given what it shows."""
