"""Facts: one wide row per subject, made from the accepted records of one bucket.

Serves the rules, which read nothing else. A fact is a plain statement about the subject (a date, a
sum, a yes, a no, or *not reported*); whether it is lawful is not decided here.
"""

from hengjian.facts.bucket import Bucket
from hengjian.facts.build import build_facts, build_gathered
from hengjian.facts.subject import GROUP, Column, Gathered, Subject, Type
from hengjian.facts.subjects import subjects_of

__all__ = [
    "GROUP",
    "Bucket",
    "Column",
    "Gathered",
    "Subject",
    "Type",
    "build_facts",
    "build_gathered",
    "subjects_of",
]
