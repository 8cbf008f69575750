"""Terms of a matter that stand still, go on, or are extended."""
