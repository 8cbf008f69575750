"""Submissions of enforcement bodies, and the accepted records as people read them."""
