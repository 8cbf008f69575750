"""Loads the book once, in the process from which those that are killed are forked."""

from hengjian.check.standing.tests.killing import book

book()
