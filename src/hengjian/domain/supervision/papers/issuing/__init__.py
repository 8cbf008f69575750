"""Issuing a signed paper: its number, its seal, its scans."""
