"""The answers of a task merged into one, and signed by another person."""
