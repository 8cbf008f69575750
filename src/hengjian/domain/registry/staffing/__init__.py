"""Staffing: posts, leadership posts within them, approvals to use — three dated ledgers — and who fills posts."""
