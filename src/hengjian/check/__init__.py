"""The main job: read records, make facts, judge them by the book, report.

Serves the command line, the web's submissions and the nightly run with one function. It never says
that all is well where it looked at nothing.
"""

from hengjian.check.run import Run, check

__all__ = ["Run", "check"]
