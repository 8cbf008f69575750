"""All plants that stand in a register and need no case.

Serves the city, which puts them in before the first case. Each kind of register has a module of its
own; the plants about outcomes, disclosures and tickets are told with those tables.
"""

from hengjian.simulator.plants import mandates, norms, registers, roster
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth


def put(registry: Registry, truth: Truth, copies: int) -> None:
    """Put all of them into the registry, ``copies`` of each where there is room."""
    registers.put(registry, truth, copies)
    for norm in norms.NORMS:
        for _ in range(copies):
            registers.enact(registry, truth, norm)
    mandates.put(registry, truth)
    roster.put(registry, truth, copies)
