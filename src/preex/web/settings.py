"""Django settings of the web: those of the store, and what pages need besides.

Set by the environment: `$PREEX_HOME`, `$PREEX_DATABASE_URL` (see `preex.store.database`) and

- `$PREEX_ALLOWED_HOSTS`: host names under which the app may be reached besides this machine's own, separated by commas;
- `$PREEX_ACCOUNTS`: 1 = people log in. Also on where hosts are named or a proxy is, since then others can reach the app;
- `$PREEX_BEHIND_PROXY`: how many proxies of yours stand in front and end TLS. Only then are their headers believed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django.forms
from django.utils.functional import lazy

from preex.errors import ValidationError
from preex.store.database import home_folder, secret_key
from preex.store.settings import *  # noqa: F403 - the database, the apps and the time zone are the store's

HERE = Path(__file__).parent

# Made at first use, not at import: whoever only looks at the settings needs no home folder.
SECRET_KEY = lazy(lambda: secret_key(home_folder()), str)()
DEBUG = False

HOSTS_ELSEWHERE = [host.strip() for host in os.environ.get("PREEX_ALLOWED_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *HOSTS_ELSEWHERE]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS_ELSEWHERE]  # behind a proxy that ends TLS

# Behind a proxy the connection is known to be encrypted; without one it is not, and a header that says so is not believed.
_PROXIES = os.environ.get("PREEX_BEHIND_PROXY") or "0"
if _PROXIES not in set("0123456789"):
    raise ValidationError(f"PREEX_BEHIND_PROXY is {_PROXIES!r}; it is a number from 0 to 9.", hint="Usually it is 1.")
BEHIND_PROXIES = int(_PROXIES)
ALLAUTH_TRUSTED_PROXY_COUNT = BEHIND_PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(BEHIND_PROXIES)
_COOKIE = "__Host-" if BEHIND_PROXIES else ""  # browsers take such a cookie from this very host alone, encrypted

# The tables of all are there whether people log in or not, so that the one mode can become the other.
INSTALLED_APPS = [
    "preex.store",
    "preex.accounts",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

WSGI_APPLICATION = "preex.web.wsgi.application"


def mode(*, accounts: bool) -> dict[str, Any]:
    """Return the settings that tell one person on their own machine from people who log in."""
    alone = ["django.contrib.sessions.middleware.SessionMiddleware"]
    people = [
        "preex.accounts.sessions.Sessions",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    return {
        "ACCOUNTS": accounts,
        "ROOT_URLCONF": "preex.web.urls_accounts" if accounts else "preex.web.urls",
        # Alone, a session holds no more than whose log is looked at: signed, in the browser.
        "SESSION_ENGINE": "preex.accounts.sessions" if accounts else "django.contrib.sessions.backends.signed_cookies",
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "preex.web.headers.security_headers",
            "preex.web.api.edge.ApiEdge",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            *(people if accounts else alone),
            "allauth.account.middleware.AccountMiddleware",  # does nothing for one person alone, but allauth insists
            "django.contrib.messages.middleware.MessageMiddleware",
            "preex.web.language.LanguageOfPages",
            "django.middleware.common.CommonMiddleware",
            "preex.web.failures.FailuresAsPages",  # before the next, which reads the body
            "django.middleware.csrf.CsrfViewMiddleware",
            *(["preex.web.wall.LoginWall"] if accounts else []),
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    }


_MODE = mode(accounts=os.environ.get("PREEX_ACCOUNTS") == "1" or bool(HOSTS_ELSEWHERE or BEHIND_PROXIES))
ACCOUNTS, ROOT_URLCONF = _MODE["ACCOUNTS"], _MODE["ROOT_URLCONF"]
SESSION_ENGINE, MIDDLEWARE = _MODE["SESSION_ENGINE"], _MODE["MIDDLEWARE"]

TEMPLATES = [
    {
        "BACKEND": "preex.web.language.Templates",
        "NAME": "django",
        "DIRS": [HERE / "templates", Path(django.forms.__file__).parent / "templates"],  # ours before Django's widgets
        "OPTIONS": {
            "builtins": ["preex.web.tags", "preex.web.body"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "preex.web.visitor.on_every_page",
                "preex.web.language.on_every_page",
            ],
        },
    }
]
FORM_RENDERER = "preex.web.fields.Renderer"

USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = f"{_COOKIE}preex-language"
LANGUAGE_COOKIE_AGE = 365 * 86_400  # [s]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = bool(BEHIND_PROXIES)

SESSION_COOKIE_NAME = f"{_COOKIE}preex"
SESSION_COOKIE_AGE = 30 * 86_400  # without a visit; see `preex.accounts.sessions` [s]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_NAME = f"{_COOKIE}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "preex.web.failures.forged"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["preex.accounts.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "email"]},
    },
    {"NAME": "preex.accounts.passwords.NoNameOfOurs"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "preex.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "preex.web.pages.account_forms.Login",
    "reauthenticate": "preex.web.pages.account_forms.Confirm",
    "change_password": "preex.web.pages.account_forms.ChangePassword",
}
MFA_FORMS = {
    "authenticate": "preex.web.pages.account_forms.Code",
    "reauthenticate": "preex.web.pages.account_forms.ConfirmCode",
    "activate_totp": "preex.web.pages.account_forms.ActivateCode",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before a new password; second factors ask of their own
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # [s]
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,30/15m/ip", "login": "30/m/ip", "reauthenticate": "10/15m/user"}
MFA_ADAPTER = "preex.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no mail is sent, so none is verified
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Guesses are counted where every process sees them. Django throws entries away above a number: more than an attack makes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "counts": {  # see `preex.web.limits`
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

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
    "formatters": {"plain": {"()": "preex.web.logs.OneLine", "format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        # Whoever asks under a foreign name gets 400; a traceback for each would be a way to fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "preex": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
