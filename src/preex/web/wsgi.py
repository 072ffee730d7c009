"""The application for any WSGI server: `gunicorn preex.web.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preex.web.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as on the command line

application = get_wsgi_application()
