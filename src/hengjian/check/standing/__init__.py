"""The standing check of an archive: facts and findings that are kept, and kept up to date.

Serves an installation that checks what arrives and not everything anew each time. A full run builds
a new generation beside the old one and swaps it at once; small batches are added to the current one.
"""

from hengjian.check.standing.changes import Changes
from hengjian.check.standing.standing import Growth, Standing
from hengjian.check.standing.triage import Triage, TriageState

__all__ = ["Changes", "Growth", "Standing", "Triage", "TriageState"]
