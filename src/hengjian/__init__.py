"""衡鉴 Hengjian: software with which a justice bureau supervises administrative law enforcement."""

import os

__version__ = "0.1.0"

# Polars gives memory back to the system half a second after it was let go of, only to ask for it again
# with the next table: a fifth of the processor that taking in needed. Four pools a core, each of which
# keeps its own, filled the machine within ten seconds; one a core keeps for three seconds no more
# than four did for one. Polars looks at this as it is loaded.
os.environ.setdefault("_RJEM_MALLOC_CONF", f"dirty_decay_ms:3000,narenas:{os.cpu_count() or 1}")
