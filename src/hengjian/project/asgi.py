"""The ASGI application that uvicorn serves, in one process or in several that its parent keeps."""

import multiprocessing
import os
import signal
import threading
import warnings
from multiprocessing.process import BaseProcess

from django.conf import settings
from django.core.asgi import get_asgi_application

from hengjian.project.beforehand import make_ready
from hengjian.project.measured import Measured
from hengjian.project.turns import InTurns


def _end_with(parent: BaseProcess) -> None:
    """Whatever ended the parent: a child that stayed would keep the port, with no worker beside it."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
# Whitenoise reads its small files at once; Django warns of every one of them.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
_django = get_asgi_application()
make_ready()
application = InTurns(Measured(_django, most=lambda: settings.UPLOAD_MB * 1024 * 1024))
if _parent := multiprocessing.parent_process():
    threading.Thread(target=_end_with, args=(_parent,), daemon=True).start()
