"""E · 告知与听证: notice, defence, hearing."""
