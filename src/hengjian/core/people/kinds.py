"""How the entries of persons, posts and units are called."""

from hengjian.core.people.wording import KINDS, SUBJECTS

NOUNS = SUBJECTS
__all__ = ["KINDS", "NOUNS"]
