"""For whatever watches the installation: 200 while all is well, 503 when somebody must look."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.urls import path

from hengjian.core import clock
from hengjian.core.audit.queries import ledger_state


def health(request: HttpRequest) -> JsonResponse:
    """Figures only: the page is open to all, so it names nothing that went wrong."""
    try:
        state = ledger_state(clock.now())
    except DatabaseError:
        return JsonResponse({"database": "bad"}, status=503)
    checked = None if state.checked_at is None else state.checked_at.isoformat()
    told = {
        "database": "good",
        "ledger": state.tone,
        "entries": state.size,
        "pending": state.pending,
        "checked": checked,
    }
    return JsonResponse(told, status=503 if state.tone == "bad" else 200)


urlpatterns = [path("health", health, name="health")]
