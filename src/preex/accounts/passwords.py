"""How passwords are kept, and which are refused."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 64 MiB and three passes (RFC 9106, section 4, second choice), in one thread; 0.1 s on one core."""

    time_cost = 3
    memory_cost = 65_536  # KiB
    parallelism = 1  # the server has threads enough of its own


class NoNameOfOurs:
    """Refuses a password that is the app's own name with digits and signs around it, as `PreEx2026!`."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - as Django calls it
        """Raise Django's `ValidationError` for such a password."""
        if re.sub(r"[\W\d_]", "", password).casefold() in {"preex", "preexhaust"}:
            raise ValidationError(gettext("This password is the name of the app; guessers try it first. Take another."))

    def get_help_text(self) -> str:
        """Return nothing: the page says what counts."""
        return ""
