"""The jobs of supervision, told where jobs are looked for: each part keeps its own."""

from hengjian.domain.supervision.cases import tasks as cases
from hengjian.domain.supervision.duties import tasks as duties
from hengjian.domain.supervision.matters import tasks as matters
from hengjian.domain.supervision.orders import tasks as orders
from hengjian.domain.supervision.reports import tasks as reports

__all__ = ["cases", "duties", "matters", "orders", "reports"]
