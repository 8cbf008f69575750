"""A fictitious city with planted breaches of law, and the truth about them.

Serves the demonstration, the tests of the rule book and the measurements. Its truth is written from
the articles, never from the rules; everything it makes says 模拟数据 and names nobody real.
"""

from hengjian.simulator.city import City, simulate
from hengjian.simulator.province import (
    PER_CITY,
    Written,
    cities,
    plots,
    usual_mix,
    write_cities,
)
from hengjian.simulator.recipe import CITY, EVERYDAY, MIXES
from hengjian.simulator.writing import write_city

__all__ = [
    "CITY",
    "EVERYDAY",
    "MIXES",
    "PER_CITY",
    "City",
    "Written",
    "cities",
    "plots",
    "simulate",
    "usual_mix",
    "write_cities",
    "write_city",
]
