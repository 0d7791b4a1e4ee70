"""What a phone records without signal is sealed at once to this server: not even that phone can open it again.

ECDH on P-256 (phones sold before 2025 know no X25519 in WebCrypto), HKDF-SHA-256, AES-256-GCM. The private key follows
from the field key of the same version, so it is replaced and backed up with it and is on the web host only.
Bytes: 1 key version, 65 the phone's throw-away public key, 12 nonce, ciphertext. Associated data: the report's id.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from webapp.shared.sealing import SealBroken, keyring

INFO = b"catat-phone-report"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT, _NONCE = 65, 12


def public_key() -> bytes:
    """Key version (1 byte) and point (65 bytes): what a phone seals to."""
    version = keyring().field_version
    point = _private(version).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return bytes([version]) + point


def open_report(client_id: str, blob: bytes) -> bytes:
    """What the phone sealed. Raises SealBroken."""
    point, nonce, text = (
        blob[1 : 1 + _POINT],
        blob[1 + _POINT : 1 + _POINT + _NONCE],
        blob[1 + _POINT + _NONCE :],
    )
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private(blob[0]).exchange(ec.ECDH(), theirs)
        return AESGCM(_key(shared, point)).decrypt(nonce, text, client_id.encode())
    except (InvalidTag, KeyError, IndexError, ValueError) as broken:
        raise SealBroken("phone report") from broken


def seal_report(client_id: str, data: bytes, nonce: bytes) -> bytes:
    """As the phone's script does it; for those who test without a phone."""
    key = public_key()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key[1:])
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = AESGCM(_key(own.exchange(ec.ECDH(), theirs), point)).encrypt(nonce, data, client_id.encode())
    return key[:1] + point + nonce + sealed


def _key(shared: bytes, point: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, point, INFO).derive(shared)


def _private(version: int) -> ec.EllipticCurvePrivateKey:
    """KeyError when there is no field key of that version."""
    wide = hmac.digest(keyring().field_keys[version], b"phone reports", hashlib.sha512)
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
