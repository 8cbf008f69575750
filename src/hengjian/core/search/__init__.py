"""Finding rows by any two characters in a row: the same on SQLite and on PostgreSQL."""
