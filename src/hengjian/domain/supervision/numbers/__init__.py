"""Numbers of leads, cases and documents."""

from hengjian.domain.supervision.numbers.actions import next_number

__all__ = ["next_number"]
