"""The store as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the application, and with it the tables and migrations, `preex`."""

    name = "preex.store"
    label = "preex"
    verbose_name = "PreEx"
