"""The accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the application, and with it the tables and migrations, `accounts`."""

    name = "preex.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Note at each login when it was."""
        from django.contrib.auth.signals import user_logged_in

        from preex.accounts.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="preex.accounts.begin")
