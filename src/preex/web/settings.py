"""Django settings of the web: those of the store, and what pages need besides.

Set by the environment: `$PREEX_HOME`, `$PREEX_DATABASE_URL` (see `preex.store.database`) and `$PREEX_ALLOWED_HOSTS`, host
names under which the app may be reached besides this machine's own, separated by commas.
"""

from __future__ import annotations

import os
from pathlib import Path

import django.forms
from django.utils.functional import lazy

from preex.store.database import home_folder, secret_key
from preex.store.settings import *  # noqa: F403 - the database, the apps and the time zone are the store's

HERE = Path(__file__).parent

# Made at first use, not at import: whoever only looks at the settings needs no home folder.
SECRET_KEY = lazy(lambda: secret_key(home_folder()), str)()
DEBUG = False

_ELSEWHERE = [host.strip() for host in os.environ.get("PREEX_ALLOWED_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_ELSEWHERE]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _ELSEWHERE]  # behind a proxy that ends TLS

ROOT_URLCONF = "preex.web.urls"
WSGI_APPLICATION = "preex.web.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "preex.web.headers.security_headers",
    "preex.web.api.edge.ApiEdge",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "preex.web.failures.FailuresAsPages",  # before the next, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates", Path(django.forms.__file__).parent / "templates"],  # ours before Django's widgets
        "OPTIONS": {
            "builtins": ["preex.web.tags", "preex.web.body"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "preex.web.visitor.on_every_page",
            ],
        },
    }
]
FORM_RENDERER = "preex.web.fields.Renderer"

# The session holds no more than whose log is looked at; signed, in the browser, so that no table is needed.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "preex"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "preex.web.failures.forged"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Served as they lie in the package: nothing to collect. Each address carries a digest of the file (`tags.asset`).
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"
WHITENOISE_MAX_AGE = 365 * 86_400
WHITENOISE_ALLOW_ALL_ORIGINS = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of a form without its files [bytes]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "preex": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
