"""The wheel's build builds the pages' style and scripts first (`tools/front_end.py`)."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_found = importlib.util.spec_from_file_location(
    "front_end", Path(__file__).parent / "tools" / "front_end.py"
)
assert _found is not None
assert _found.loader is not None
front_end = importlib.util.module_from_spec(_found)
_found.loader.exec_module(front_end)


class FrontEnd(BuildHookInterface[Any]):
    """Node is asked of the registry only where there is something to build and no node to do it."""

    def dependencies(self) -> list[str]:
        needless = front_end.is_fresh() or front_end.machine_has_node()
        return [] if needless else [front_end.NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not front_end.is_fresh():
            front_end.build()
