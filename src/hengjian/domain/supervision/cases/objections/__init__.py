"""The body's objection and its review."""
