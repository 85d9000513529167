"""Tables in and out: tag, group, import, export."""
