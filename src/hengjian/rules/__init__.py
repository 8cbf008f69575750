"""Rules: conditions over fact rows, each with its article, its cases and its plain message.

Serves the bulk run, the check of one case and `explain` with one and the same expression. A rule
decides nothing about a person and guesses nothing: where a fact is missing, it does not judge.
"""
