"""Readers of submitted files: from bytes that a stranger made to raw values in data frames.

Serves validation, which gives the values their types. It refuses what is too large, broken or made
to harm, in words that tell the submitter what to do; it changes no value.
"""
