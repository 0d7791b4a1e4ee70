"""The key files: made by the first demo run, required and checked in production.

Production's are made once, by `python -m webapp.shared.keyring KEYS STATISTICS_KEYS`; the second folder, with the
statistics office's private key, is then taken off this machine.

Each file holds one line `catat-key:<demo|live>:<name>:<base64 of 32 bytes>`. Several numbered field and index
keys may live side by side while one is being replaced; the highest number seals.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SINGLE = ("pepper", "session", "audit")
_LINE = re.compile(r"catat-key:(demo|live):([a-z]+(?:-\d+)?):([A-Za-z0-9+/=]{44})\n?")


class KeysUnusable(Exception):
    """Keys are missing, damaged, weak or the demo's; the text says which file and what to do."""


@dataclass(frozen=True)
class Keyring:
    """All keys of a web process; the office's private key is not among them."""

    field_keys: dict[int, bytes] = field(repr=False)
    index_keys: dict[int, bytes] = field(repr=False)
    pepper: bytes = field(repr=False)
    session: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    office_public: bytes

    @property
    def field_version(self) -> int:
        return max(self.field_keys)

    @property
    def index_version(self) -> int:
        return max(self.index_keys)

    def field_aead(self, version: int | None = None) -> AESGCM:
        """The cipher of a field key version; KeyError when there is no such key."""
        return _aead(self.field_keys[self.field_version if version is None else version])

    def fingerprints(self) -> dict[str, str]:
        """A name and 16 hex digits for each key, to notice a database opened with the wrong ones."""
        keys = {f"field-{n}": key for n, key in self.field_keys.items()}
        keys |= {f"index-{n}": key for n, key in self.index_keys.items()}
        keys |= {"pepper": self.pepper, "audit": self.audit, "office": self.office_public}
        return {name: hashlib.sha256(b"fingerprint" + key).hexdigest()[:16] for name, key in keys.items()}


@cache
def _aead(key: bytes) -> AESGCM:
    return AESGCM(key)


def make(folder: Path, statistics_folder: Path, kind: str) -> None:
    """Write a fresh set of keys where there is none, and the rest where a crash left half a set. kind: demo or live.

    Never overwrites; two processes that make keys at once end with the same ones.
    """
    if (folder / "field-1.key").exists():
        return
    for where in (folder, statistics_folder):
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = _keep(statistics_folder, "office", kind, X25519PrivateKey.generate().private_bytes_raw())
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    _keep(folder, "office", kind, public)
    for name in (*SINGLE, "index-1", "field-1"):  # the last one says that the set is whole
        _keep(folder, name, kind, os.urandom(32))


def _keep(folder: Path, name: str, kind: str, key: bytes) -> bytes:
    """Put the file there whole and on the disk, or leave the one that is there. Returns the key that holds."""
    target = folder / f"{name}.key"
    draft = folder / f".{name}.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"catat-key:{kind}:{name}:{base64.b64encode(key).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, target)
    except FileExistsError:
        return _read(target, demo=kind == "demo")
    finally:
        draft.unlink()
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
    return key


def load(folder: Path, *, demo: bool) -> Keyring:
    """The keys in `folder`. Raises KeysUnusable naming the file, also when production is given the demo's."""
    found = {path.stem: _read(path, demo=demo) for path in sorted(folder.glob("*.key"))}
    if not _numbered(found, "field"):
        make_them = (
            "flask --app webapp.app set-up"
            if demo
            else "python -m webapp.shared.keyring KEYS STATISTICS_KEYS"
        )
        raise KeysUnusable(f"No keys in {folder}. Run `{make_them}` first.")
    if len(set(found.values())) < len(found):
        raise KeysUnusable(f"Two key files in {folder} hold the same key. Make each of its own.")
    missing = [name for name in (*SINGLE, "office") if name not in found]
    if missing or not _numbered(found, "index"):
        raise KeysUnusable(f"Key files missing in {folder}: {', '.join(missing) or 'index-1'}.")
    return Keyring(
        field_keys=_numbered(found, "field"),
        index_keys=_numbered(found, "index"),
        pepper=found["pepper"],
        session=found["session"],
        audit=found["audit"],
        office_public=found["office"],
    )


def load_office(folder: Path, public: bytes, *, demo: bool) -> bytes:
    """The statistics office's private key, on the machine of the statistics build only. Raises KeysUnusable."""
    private = _read(folder / "office.key", demo=demo)
    if X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() != public:
        raise KeysUnusable(f"{folder / 'office.key'} is not the key to which these answers were sealed.")
    return private


def _numbered(found: dict[str, bytes], name: str) -> dict[int, bytes]:
    return {int(stem.split("-")[1]): key for stem, key in found.items() if stem.startswith(name + "-")}


def _read(path: Path, *, demo: bool) -> bytes:
    try:
        match = _LINE.fullmatch(path.read_text(encoding="ascii"))
        readable_by_all = path.stat().st_mode & stat.S_IROTH
    except (OSError, UnicodeError) as problem:
        raise KeysUnusable(f"{path} cannot be read: {type(problem).__name__}.") from problem
    number = int(path.stem.partition("-")[2] or 1) if match else 0
    if match is None or match[2] != path.stem or not 1 <= number <= 255:
        raise KeysUnusable(f"{path} is not a key file of Catat, or is damaged.")
    if readable_by_all and not demo:
        raise KeysUnusable(f"Everybody on this machine can read {path}. Type: chmod 600 {path}")
    if match[1] == "demo" and not demo:
        raise KeysUnusable(f"{path} is a demo key; production needs its own.")
    key = base64.b64decode(match[3])
    if len(key) != 32 or len(set(key)) < 12:
        raise KeysUnusable(f"{path} is too weak: 32 random bytes are needed.")
    return key


def _main(words: list[str]) -> int:
    if len(words) != 2:
        sys.stderr.write("usage: python -m webapp.shared.keyring KEYS STATISTICS_KEYS\n")
        return 2
    make(Path(words[0]), Path(words[1]), "live")
    load(Path(words[0]), demo=False)
    sys.stderr.write(f"Keep {words[1]} away from this machine: it opens every answer.\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
