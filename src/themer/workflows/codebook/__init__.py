"""The codebook while it is worked with: its file, its changes, its counts."""
