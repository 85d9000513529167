"""One module a command: load, call, save; the same for the command line and the screens."""
