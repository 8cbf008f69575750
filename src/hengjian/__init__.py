"""衡鉴 Hengjian: software with which a justice bureau supervises administrative law enforcement."""

import os

__version__ = "0.1.0"

# Polars gives memory back to the system half a second after it was let go of, only to ask for it again
# with the next table: a fifth of the processor that taking in needed. Kept for ten seconds it fills the
# machine, kept for one it does not. Polars looks at this as it is loaded.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000")
