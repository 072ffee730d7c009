"""Tables of the accounts. What is secret is kept as its SHA-256 alone: it has 192 random bits, so no salt is needed."""

# ruff: noqa: DJ008 - rows are shown by pages, which say what of them

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from preex.store.models import AthleteRow

HASH_LENGTH = 64  # of SHA-256 in hexadecimal
NAME_LENGTH = 32


class Users(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str, **fields: Any) -> User:  # noqa: ANN401 - fields of the model
        """Make a user who logs in by name and password; the name is kept in lower case."""
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can log in. An admin manages accounts and reads nobody's training for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        max_length=NAME_LENGTH,
        unique=True,
        # Two names that look alike would be two people: so ASCII, and lower case.
        validators=[
            RegexValidator(
                r"\A[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\Z",
                gettext_lazy("A name has small letters, digits, and between them dots, hyphens or underscores."),
            )
        ],
        error_messages={"unique": gettext_lazy("This name is taken.")},
    )
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    objects = Users()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["joined_at"]

    class Meta:
        """Table name."""

        db_table = "accounts_user"


class Role(models.TextChoices):
    """What somebody is to an athlete."""

    OWNER = "owner", gettext_lazy("Owner")
    COACH = "coach", gettext_lazy("Coach")


class Grant(models.Model):
    """That a user may reach an athlete's training. Nothing is deleted: who could read what, and until when, stays known."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    # The command line, which does not know this table, may remove an athlete; ids are never used again.
    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    role = models.CharField(max_length=5, choices=Role.choices)
    scopes = models.JSONField(default=list)  # of a coach; an owner has all
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # None = until revoked
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Table name and rules."""

        db_table = "accounts_grant"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(role=Role.OWNER, revoked_at=None), name="grant_one_owner"
            ),
            models.UniqueConstraint(
                fields=["user", "athlete"], condition=Q(revoked_at=None), name="grant_once_at_a_time"
            ),
        ]


class LinkKind(models.TextChoices):
    """What a link is for."""

    FIRST = "first"  # makes the first user, an admin
    INVITATION = "invitation"  # makes a user
    RESET = "reset"  # sets a password anew


class Link(models.Model):
    """A link that works once, for a while."""

    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    code_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    note = models.CharField(max_length=80, default="")  # for whom, in the words of who made it
    made_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")  # whose password is set
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Table name."""

        db_table = "accounts_link"


class Token(models.Model):
    """A key to the API for a program of its user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=40)  # which program has it
    key_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Table name."""

        db_table = "accounts_token"

    def works(self, at: datetime) -> bool:
        """Tell whether it opens anything at this moment."""
        return self.revoked_at is None and at < self.until


class CacheRow(models.Model):
    """The table of Django's database cache, which counts guesses for all processes; its columns are Django's choice."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """Table name."""

        db_table = "accounts_cache"
