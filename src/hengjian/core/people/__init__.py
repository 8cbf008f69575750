"""People and the dated posts they hold. What a person may do comes from posts, never from a flag."""
