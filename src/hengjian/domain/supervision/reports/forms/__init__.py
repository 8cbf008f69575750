"""A bureau's own forms: made, changed, ready, retired."""
