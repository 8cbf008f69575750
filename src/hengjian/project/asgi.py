"""The ASGI application that uvicorn serves."""

import os
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application

from hengjian.project.measured import Measured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
# Whitenoise reads its small files at once; Django warns of every one of them.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = Measured(get_asgi_application(), most=lambda: settings.UPLOAD_MB * 1024 * 1024)
