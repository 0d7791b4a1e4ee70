"""Sealing: what is in the database is unreadable without keys that are not in it (docs/adr/0003).

Three kinds of key: field keys (roster, phone, address; the web process holds them), data keys (one a version
of a family's answers, wrapped to the statistics office's public key and to the household's own), and index
keys (blind indexes for exact look-up). The private half of the office key is not on the web host.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from flask import current_app

from webapp.shared.keyring import Keyring, KeysUnusable

_NONCE = 12
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # dumps() would make one at each call
_decoder = json.JSONDecoder()
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# Argon2id as OWASP gives it (19 MiB, 2 passes, 1 lane): 26 ms of CPU. The semaphore keeps a rush of sign-ins
# from taking both cores and all memory.
_ARGON2_KIB, _ARGON2_PASSES, _ARGON2_LANES = 19 * 1024, 2, 1
_argon2_places = threading.BoundedSemaphore(2)


class SealBroken(Exception):
    """A sealed value does not open: wrong key, wrong row, or changed bytes."""


class PinRefused(Exception):
    """The PIN does not open this household's key."""


@dataclass(frozen=True)
class HouseholdPair:
    """A household's key pair as stored: the private half is wrapped under its PIN and the server's pepper."""

    public: bytes
    wrapped_private: bytes
    salt: bytes


def keyring() -> Keyring:
    """The running application's keys."""
    found: Keyring | None = current_app.extensions.get("catat_keyring")
    if found is None:
        raise KeysUnusable("There are no keys yet. Run `flask --app webapp.app set-up` first.")
    return found


def _aad(table: str, row_id: UUID | str, field: str) -> bytes:
    return f"{table}\x1f{row_id}\x1f{field}".encode()


def seal(table: str, row_id: UUID | str, field: str, data: bytes) -> bytes:
    """Seal a field of a row: 1 byte key version, 12 bytes nonce, AES-256-GCM; opens in that row and field only."""
    ring = keyring()
    nonce = os.urandom(_NONCE)
    return (
        bytes([ring.field_version])
        + nonce
        + ring.field_aead().encrypt(nonce, data, _aad(table, row_id, field))
    )


def unseal(table: str, row_id: UUID | str, field: str, blob: bytes) -> bytes:
    """The sealed bytes in plain. Raises SealBroken."""
    try:
        aead = keyring().field_aead(blob[0])
        return aead.decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], _aad(table, row_id, field))
    except (InvalidTag, KeyError, IndexError, ValueError) as broken:
        raise SealBroken(f"{table}.{field}") from broken


def seal_json(table: str, row_id: UUID | str, field: str, value: Any) -> bytes:
    """seal() of any JSON value."""
    return seal(table, row_id, field, to_json(value))


def unseal_json(table: str, row_id: UUID | str, field: str, blob: bytes) -> Any:
    """unseal() of what seal_json() made."""
    return from_json(unseal(table, row_id, field, blob))


def to_json(value: Any) -> bytes:
    """The one JSON spelling of sealed values: compact, UTF-8."""
    return _encoder.encode(value).encode()


def from_json(data: bytes) -> Any:
    """What to_json() made; nobody else's JSON, so nothing is looked for around it."""
    return _decoder.raw_decode(data.decode())[0]


def blind_index(purpose: str, value: str) -> bytes:
    """17 bytes to find a value by without storing it: index key version and HMAC-SHA-256 cut to 128 bits."""
    ring = keyring()
    return _index(ring.index_version, ring.index_keys[ring.index_version], purpose, value)


def blind_indexes(purpose: str, value: str) -> list[bytes]:
    """The indexes under all live keys, for look-ups while a key is being replaced."""
    return [_index(version, key, purpose, value) for version, key in keyring().index_keys.items()]


def _index(version: int, key: bytes, purpose: str, value: str) -> bytes:
    return bytes([version]) + hmac.digest(key, f"{purpose}\x1f{value}".encode(), "sha256")[:16]


def new_data_key() -> bytes:
    """256 random bits for one version of one family's answers."""
    return os.urandom(32)


def seal_with(key: bytes, aad: bytes, data: bytes) -> bytes:
    """AES-256-GCM under a key of the caller's; `aad` names what it is sealed for."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, aad)


def unseal_with(key: bytes, aad: bytes, blob: bytes) -> bytes:
    """What seal_with() made, in plain. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(blob[:_NONCE], blob[_NONCE:], aad)
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("answers") from broken


def wrap_for(public_key: bytes, data: bytes, info: bytes) -> bytes:
    """Wrap a data key to a public key (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM); 80 bytes for 32."""
    return _HPKE.encrypt(data, X25519PublicKey.from_public_bytes(public_key), info)


def unwrap_with(private_key: bytes, blob: bytes, info: bytes) -> bytes:
    """The data key that wrap_for() wrapped. Raises SealBroken."""
    try:
        return _HPKE.decrypt(blob, X25519PrivateKey.from_private_bytes(private_key), info)
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("data key") from broken


def office_public_key() -> bytes:
    """The statistics office's public key; its private half is elsewhere."""
    return keyring().office_public


def slow_key(secret: str, salt: bytes) -> bytes:
    """32 bytes from a PIN: Argon2id over HMAC(pepper, PIN). 26 ms of CPU; never call it inside transaction()."""
    peppered = hmac.digest(keyring().pepper, secret.encode(), "sha256")
    with _argon2_places:
        return hash_secret_raw(
            peppered, salt, _ARGON2_PASSES, _ARGON2_KIB, _ARGON2_LANES, 32, Type.ID
        )  # fmt: skip


def new_pair() -> tuple[bytes, bytes]:
    """A fresh key pair: its public and its private half in plain (32 bytes each)."""
    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), private.private_bytes_raw()


def new_household_pair(pin: str) -> tuple[HouseholdPair, bytes]:
    """A fresh pair for a household and its private half in plain (32 bytes, for the session)."""
    public, plain = new_pair()
    return wrap_household_private(public, plain, pin), plain


def wrap_household_private(public: bytes, private: bytes, pin: str) -> HouseholdPair:
    """The pair with its private half wrapped under this PIN: at the first claim and when the PIN changes."""
    salt = os.urandom(16)
    return HouseholdPair(public, seal_with(slow_key(pin, salt), b"household-private" + public, private), salt)


def open_household_pair(pair: HouseholdPair, pin: str) -> bytes:
    """The household's private key. Raises PinRefused; the time is the same either way."""
    try:
        return unseal_with(slow_key(pin, pair.salt), b"household-private" + pair.public, pair.wrapped_private)
    except SealBroken as broken:
        raise PinRefused from broken


def key_from(secret: bytes, purpose: bytes) -> bytes:
    """A 256-bit key for one purpose out of a random secret of at least 16 bytes."""
    return hashlib.blake2b(secret, digest_size=32, person=purpose[:16]).digest()
