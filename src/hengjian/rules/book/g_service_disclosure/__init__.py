"""G · 送达与公开: service and disclosure."""
