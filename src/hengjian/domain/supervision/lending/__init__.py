"""Supervisors lent across counties by dated posting: asked for, decided by the common superior, called back."""
