"""How the supervision of a bureau, a county or one body stands: counts that lists can be held against."""
