"""Rights: which units' rows a post reaches, and why. One written policy, materialised for SQL."""
