"""After a case: talks with heads, circulars, suggestions, transfers; who does what, and what came of it."""
