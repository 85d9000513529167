"""Words that must go: withdrawn, purged, traced; and those that may not be kept anew."""
