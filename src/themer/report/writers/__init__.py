"""The writers: each turns a tree of blocks into one format, with no I/O besides package data."""
