"""Planted breaches, near-misses and exemptions, one module per family of rules.

Serves the simulation with cases whose verdict is known beforehand from the articles. None of these
modules knows how a rule is written; each can be held against the rule book, and the other way
round.
"""

from hengjian.simulator.plants import (
    authority,
    decision,
    decision_papers,
    defence,
    disclosure,
    execution,
    films,
    fines,
    freezing,
    inspections,
    investigation,
    jurisdiction,
    measures,
    norms,
    permits,
    records,
    registers,
    seizures,
    service,
    staff,
)
from hengjian.simulator.plants.plant import ORDER, PLANTS, Plant

__all__ = [
    "ORDER",
    "PLANTS",
    "Plant",
    "authority",
    "decision",
    "decision_papers",
    "defence",
    "disclosure",
    "execution",
    "films",
    "fines",
    "freezing",
    "inspections",
    "investigation",
    "jurisdiction",
    "measures",
    "norms",
    "permits",
    "records",
    "registers",
    "seizures",
    "service",
    "staff",
]
