"""Files that come with a step of a case."""
