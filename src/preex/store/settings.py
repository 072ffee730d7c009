"""Django settings of the store alone; the web's settings start from these.

The database is the one that `$PREEX_DATABASE_URL` or `$PREEX_HOME` names, see `preex.store.database`.
"""

from __future__ import annotations

from preex.store.database import database_of

INSTALLED_APPS = ["preex.store"]
DATABASES = {"default": database_of()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
