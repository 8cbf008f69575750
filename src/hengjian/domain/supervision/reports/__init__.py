"""Report tasks: a form is sent to units, filled in, returned or merged, and signed (权责清单第26项)."""
