"""Files that people hand over with what they say: looked at when they come, kept by their hash."""
