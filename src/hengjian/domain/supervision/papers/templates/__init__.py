"""A bureau's own templates and its word: uploaded, looked at, used, restored."""
