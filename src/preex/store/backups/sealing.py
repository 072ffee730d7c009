"""Encryption of backups: AES-256-GCM in pieces, so that a large file needs little memory and no piece can be moved.

Without the key a sealed backup cannot be read by anybody. The key is made from the content of the file that
`$PREEX_BACKUP_KEY_FILE` names; it never stands on a command line, where other users would see it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from preex.errors import DataError, NotFound, NotPermitted, ValidationError

MAGIC = b"PREEXBK1"
KEY_FILE = "PREEX_BACKUP_KEY_FILE"
SHORTEST = 20  # characters of a key file
_PIECE = 1 << 20  # [bytes]
_SALT, _PREFIX, _TAG = 16, 7, 16  # [bytes]


def key_named() -> bytes | None:
    """Return the content of the key file that the environment names; None when it names none.

    Raises
    ------
    NotFound, NotPermitted : there is no such file, or it cannot be read.
    ValidationError : it is too short to be a key.
    """
    named = os.environ.get(KEY_FILE)
    if not named:
        return None
    try:
        key = Path(named).read_bytes().strip()
    except FileNotFoundError as error:
        raise NotFound(f"{KEY_FILE} names {named!r}, and there is no such file.", hint="Correct the path.") from error
    except OSError as error:
        raise NotPermitted(
            f"the key file {named!r} cannot be read: {error.strerror}.", hint="Check its owner."
        ) from error
    if len(key) < SHORTEST:
        raise ValidationError(
            f"the key file {named!r} holds {len(key)} characters; a key has {SHORTEST} or more.",
            hint=f"Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))' > {named}",
        )
    return key


def seal(source: Path, target: Path, key: bytes) -> None:
    """Write `source` encrypted to `target`, readable by its owner alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = MAGIC + secrets.token_bytes(_SALT + _PREFIX)
    cipher = AESGCM(_stretched(key, header))
    with source.open("rb") as plain, _private(target) as sealed:
        sealed.write(header)
        for number, piece, last in _pieces(plain, _PIECE):
            sealed.write(cipher.encrypt(_nonce(header, number, last=last), piece, header))


def unseal(source: Path, target: Path, key: bytes) -> None:
    """Write what `source` holds to `target`, readable by its owner alone.

    Raises
    ------
    DataError : the key is another one, or the file was changed or cut off.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with source.open("rb") as sealed, _private(target) as plain:
        header = sealed.read(len(MAGIC) + _SALT + _PREFIX)
        cipher = AESGCM(_stretched(key, header))
        try:
            for number, piece, last in _pieces(sealed, _PIECE + _TAG):
                plain.write(cipher.decrypt(_nonce(header, number, last=last), piece, header))
        except InvalidTag as error:
            raise DataError(
                f"{source.name} cannot be decrypted: the key is another one, or the file was changed.",
                hint=f"Check that {KEY_FILE} names the key it was made with; without that key nobody can read it.",
            ) from error


def is_sealed(file: Path) -> bool:
    """Tell whether a file is an encrypted backup."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def _stretched(key: bytes, header: bytes) -> bytes:
    """Make 32 bytes of a key of any length; guessing a short one costs 64 MiB and a tenth of a second a try."""
    salt = header[len(MAGIC) : len(MAGIC) + _SALT]
    return hashlib.scrypt(key, salt=salt, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    """Return what makes each piece its own: its number, and whether it is the last, so that none can be left out or moved.

    Notes
    -----
    The STREAM construction: V. T. Hoang, R. Reyhanitabar, P. Rogaway, D. Vizár, "Online authenticated-encryption and its
    nonce-reuse misuse-resistance", CRYPTO 2015. doi:10.1007/978-3-662-47989-6_24
    """
    return header[-_PREFIX:] + number.to_bytes(4, "big") + bytes([last])


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield number, bytes, and whether they are the last; an empty file has one empty piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
