"""How long findings are kept that vanished and that nobody ever had in hand."""

from datetime import timedelta

DAYS_KEPT = timedelta(days=180)
