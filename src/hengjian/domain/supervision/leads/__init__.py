"""Leads: how they are entered, looked at, put together, decided about; and who reported them."""
