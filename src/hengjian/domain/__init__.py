"""The nouns of the bureau, one Django app each: what house.md calls its rooms stand in each of them."""
