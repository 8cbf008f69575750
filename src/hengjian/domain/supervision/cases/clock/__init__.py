"""The deadlines of a case as its steps begin and end them."""
