"""The thread that gives ledger entries their order while the program runs.

Serves the commands that keep running; several may run at once, since whoever holds the log goes on
and the others pass. A fault of the database is logged and the thread comes again.
"""

import logging
import threading

from hengjian.content.errors import PlainError

log = logging.getLogger(__name__)
POLL, AFTER_A_FAULT = 0.4, 5.0


class SequencerBeside:
    """Numbers entries within a second of their commit, for as long as the `with` lasts."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sequencer", daemon=True)

    def __enter__(self) -> "SequencerBeside":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(10)

    def _run(self) -> None:
        from django.db import connection

        told = ""
        while not self._stopping.is_set():
            told = self._round(told)
            self._stopping.wait(AFTER_A_FAULT if told else POLL)
        connection.close()

    def _round(self, told: str) -> str:
        """One round; gives the fault, which is logged once and not at every round."""
        from django.db import DatabaseError, InterfaceError, connection

        from hengjian.core import clock
        from hengjian.core.entries.heads.actions import sequence_pending

        try:
            sequence_pending(at=clock.now())
        except (PlainError, DatabaseError, InterfaceError) as error:
            if str(error) != told:
                log.error("%s", error)
            connection.close()
            return str(error)
        except Exception as error:
            if repr(error) != told:
                log.exception("a fault of the sequencer")
            connection.close()
            return repr(error)
        return ""
