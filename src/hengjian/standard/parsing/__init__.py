"""Turns a column of submitted values into typed ones, and says of each bad one what is wrong with it.

Serves validation with whole columns at a time: the usual spellings are read by Polars, what is left
over by the plain functions of `single`. It never repairs a doubtful value; it refuses it with a reason.
"""

from hengjian.standard.parsing.column import Fault, Parsed, as_text
from hengjian.standard.parsing.parser import Parser
from hengjian.standard.parsing.single import parse_boolean, parse_date, parse_moment, uscc_is_valid

__all__ = [
    "Fault",
    "Parsed",
    "Parser",
    "as_text",
    "parse_boolean",
    "parse_date",
    "parse_moment",
    "uscc_is_valid",
]
