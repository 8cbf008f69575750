"""The matters of the demo city."""
