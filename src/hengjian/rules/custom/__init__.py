"""Custom rules: what a bureau writes itself, in words, over the facts that the book's rules read.

Serves jurists who need no programmer. A text is read into the very expressions of the rule book and
into nothing else: no text is ever evaluated, and length, depth and effort are bounded, so that a rule
always ends. It decides nothing about who may write or enable one.
"""

from hengjian.rules.custom.completion import Candidate, complete
from hengjian.rules.custom.definition import CustomRule, Definition, dates_of, subjects_for
from hengjian.rules.custom.faults import CustomRuleError, Fault
from hengjian.rules.custom.printing import printed
from hengjian.rules.custom.reading import read_condition, read_sentence, read_value
from hengjian.rules.custom.vocabulary import Vocabulary, vocabulary_of

__all__ = [
    "Candidate",
    "CustomRule",
    "CustomRuleError",
    "Definition",
    "Fault",
    "Vocabulary",
    "complete",
    "dates_of",
    "printed",
    "read_condition",
    "read_sentence",
    "read_value",
    "subjects_for",
    "vocabulary_of",
]
