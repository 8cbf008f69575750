"""Files that come with the steps of a matter."""
