"""The rule book: every rule with its articles, condition, parameters, cases and history, to be read.

Serves the jurist who must agree, the body that is accused and whoever enters a parameter. It is made
from the rules that run, never written by hand, so it cannot say anything else than what they do.
"""

from hengjian.rulebook.entries import RuleBook, rule_book
from hengjian.rulebook.pages import write_pages
from hengjian.rulebook.pdf import FontsMissingError, write_pdf

__all__ = ["FontsMissingError", "RuleBook", "rule_book", "write_pages", "write_pdf"]
