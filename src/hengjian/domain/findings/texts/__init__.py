"""Words in the texts of findings: an index over their pairs of characters, and how it is asked."""
