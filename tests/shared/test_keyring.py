"""Key files: made whole or not at all, refused when weak, missing, shared, damaged or the demo's."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import config
from webapp.shared import keyring
from webapp.shared.keyring import KeysUnusable


def _make(folder: Path, kind: str = "live") -> Path:
    keyring.make(folder / "keys", folder / "statistics", kind)
    return folder / "keys"


def _line(name: str, key: bytes, kind: str = "live") -> str:
    return f"catat-key:{kind}:{name}:{base64.b64encode(key).decode()}\n"


def test_made_keys_can_be_loaded_and_nobody_else_can_read_them(tmp_path: Path) -> None:
    keys = _make(tmp_path)
    ring = keyring.load(keys, demo=False)
    assert (ring.field_version, ring.index_version) == (1, 1)
    for folder in (keys, tmp_path / "statistics"):
        assert folder.stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert [path.name for path in (tmp_path / "statistics").iterdir()] == ["office.key"]


def test_the_offices_private_key_is_not_among_the_keys_of_the_web_process(tmp_path: Path) -> None:
    private = (_make(tmp_path).parent / "statistics" / "office.key").read_text().rpartition(":")[2]
    assert all(private not in path.read_text() for path in (tmp_path / "keys").iterdir())


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    keys = _make(tmp_path)
    before = keyring.load(keys, demo=False)
    _make(tmp_path)
    assert keyring.load(keys, demo=False) == before


@pytest.mark.parametrize("made", range(6))
def test_a_crash_while_keys_are_made_is_mended_by_the_next_run(tmp_path: Path, made: int) -> None:
    """The set is whole again, with the same office pair, after any number of files had been written."""
    keys = _make(tmp_path)
    names = ["office", "pepper", "session", "audit", "index-1", "field-1"]
    kept = {name: (keys / f"{name}.key").read_text() for name in names[:made]}
    for name in names[made:]:
        (keys / f"{name}.key").unlink()
    (keys / ".pepper.123").write_text("half a li")
    private = (tmp_path / "statistics" / "office.key").read_text()
    _make(tmp_path)
    keyring.load(keys, demo=False)
    assert (tmp_path / "statistics" / "office.key").read_text() == private
    assert all((keys / f"{name}.key").read_text() == line for name, line in kept.items())


def test_processes_that_make_keys_at_once_end_with_the_same_ones(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "webapp.shared.keyring",
        str(tmp_path / "keys"),
        str(tmp_path / "statistics"),
    ]
    running = [subprocess.Popen(words, cwd=config.CHECKOUT, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] != b"" and process.returncode for process in running] == [0, 0, 0]
    keyring.load(tmp_path / "keys", demo=False)


def _remove(name: str) -> Callable[[Path], object]:
    return lambda keys: (keys / f"{name}.key").unlink()


def _write(name: str, text: str | bytes) -> Callable[[Path], object]:
    data = text if isinstance(text, bytes) else text.encode()
    return lambda keys: (keys / f"{name}.key").write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_remove("field-1"), "No keys"),
        (_remove("index-1"), "index-1"),
        (_remove("pepper"), "pepper"),
        (_remove("session"), "session"),
        (_remove("audit"), "audit"),
        (_remove("office"), "office"),
        (_write("pepper", _line("pepper", os.urandom(32), "demo")), "demo key"),
        (_write("pepper", _line("pepper", b"\0" * 32)), "too weak"),
        (_write("pepper", _line("pepper", b"password" * 4)), "too weak"),
        (_write("pepper", _line("audit", os.urandom(32))), "not a key file"),
        (_write("pepper", ""), "not a key file"),
        (_write("pepper", b"\xff\xfe\x00"), "cannot be read"),
        (_write("pepper", _line("pepper", os.urandom(32))[:40]), "not a key file"),
        (_write("field-0", _line("field-0", os.urandom(32))), "not a key file"),
        (_write("field-256", _line("field-256", os.urandom(32))), "not a key file"),
        (lambda keys: (keys / "pepper.key").chmod(0o644), "chmod 600"),
        (lambda keys: (keys / "strange.key").mkdir(), "cannot be read"),
    ],
)
def test_production_refuses_keys_that_it_cannot_trust(
    tmp_path: Path, spoil: Callable[[Path], object], says: str
) -> None:
    keys = _make(tmp_path)
    spoil(keys)
    with pytest.raises(KeysUnusable, match=says):
        keyring.load(keys, demo=False)


def test_the_same_key_under_two_names_is_refused(tmp_path: Path) -> None:
    keys, same = _make(tmp_path), os.urandom(32)
    for name in ("pepper", "audit"):
        _write(name, _line(name, same))(keys)
    with pytest.raises(KeysUnusable, match="same key"):
        keyring.load(keys, demo=False)


def test_neither_keys_nor_their_text_form_show_secrets(tmp_path: Path) -> None:
    ring = keyring.load(_make(tmp_path), demo=False)
    assert repr(ring.pepper) not in repr(ring)
    assert all(len(shown) == 16 for shown in ring.fingerprints().values())


def _production(tmp_path: Path) -> dict[str, str]:
    return {"CATAT_ENV": "production", "CATAT_PUBLIC_URL": "https://s.example", "CATAT_KEYS": str(tmp_path / "keys"),
            "CATAT_DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "CATAT_SMS_GATEWAYS": "none"}  # fmt: skip


def _flask(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "webapp.app", *words]
    return subprocess.run(
        command, cwd=config.CHECKOUT, env=os.environ | env, capture_output=True, text=True, check=False
    )


def test_production_does_not_start_without_keys_and_says_so_in_a_line(tmp_path: Path) -> None:
    done = _flask(_production(tmp_path), "audit", "verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert "webapp.shared.keyring" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_with_its_own_keys_is_set_up_by_command(tmp_path: Path) -> None:
    _make(tmp_path)
    done = _flask(_production(tmp_path), "set-up")
    assert done.returncode == 0, done.stderr
    assert _flask(_production(tmp_path), "audit", "verify").returncode == 0


def test_production_does_not_start_with_the_keys_of_a_demo(tmp_path: Path) -> None:
    _make(tmp_path, "demo")
    assert "demo key" in _flask(_production(tmp_path), "audit", "verify").stderr
