"""A cold first page, and the next form after sending, at 50 kbit/s and 500 ms: real TCP, TLS 1.3 and Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from statistics import median
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser

from bench.census import Census
from bench.chromium import CHROMIUM, ScriptPhone, chromium
from bench.processes import ROOT, granian, started, wait_until_ready
from bench.slownet import addresses
from bench.table import Missed, Result, Taken

NAMES = ("gprs_first_page_s", "gprs_next_form_s")
_NAME, _PORT = f"cg{os.getpid()}", 8443
_SLOWER_CPU = 6  # a phone of 100 dollars against this machine
_COLD_RUNS, _STEPS = 3, 8
_USABLE = """(() => {
  const see = () => { if (document.querySelector('main form button') && !window.usable)
    requestAnimationFrame(() => { window.usable = window.usable || performance.now(); }); };
  new MutationObserver(see).observe(document, { childList: true, subtree: true }); })()"""


def measure(census: Census) -> Iterator[Result]:
    if os.geteuid() != 0 or not Path("/dev/net/tun").exists():
        yield from (Missed(name, "needs root and /dev/net/tun for the slow link") for name in NAMES)
        return
    with (
        _slow_link("gprs"),
        _tls_server(census) as (base, env),
        chromium(_in_namespace(census.folder)) as browser,
    ):
        first = [_cold(browser, base) for _ in range(_COLD_RUNS)]
        sends = _sends(browser, base, census.adults(env, 2)[0])
    yield Taken(NAMES[0], median(first), note=f"median of {_COLD_RUNS} cold visits")
    yield Taken(
        NAMES[1],
        median(sends),
        note=f"median of {len(sends)} steps of a family, {min(sends):.2f}-{max(sends):.2f}",
    )


@contextmanager
def _slow_link(profile: str) -> Iterator[None]:
    """The link is up within this block; it goes with our end of its pipe, whatever happens to us."""
    command = [sys.executable, "-m", "bench.slownet", profile, _NAME]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as link:
        assert link.stdout is not None
        assert link.stdin is not None
        if link.stdout.readline() != b"ready\n":
            raise OSError("the slow link did not come up")
        try:
            yield
        finally:
            link.stdin.close()


@contextmanager
def _tls_server(census: Census) -> Iterator[tuple[str, dict[str, str]]]:
    """granian with TLS 1.3 at the server's end of the link."""
    host = addresses(_NAME)[0]
    base = f"https://{host}:{_PORT}"
    certificate, key = _certificate(census.folder, host)
    env, log = census.env(census.fresh(), CATAT_PUBLIC_URL=base), census.folder / "tls.log"
    command = granian(host, _PORT)
    command[-1:-1] = [
        "--ssl-certificate",
        str(certificate),
        "--ssl-keyfile",
        str(key),
        "--ssl-protocol-min",
        "tls1.3",
    ]
    with started(command, log, env) as process:
        wait_until_ready(process, host, _PORT, log)
        yield base, env


def _certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A self-signed certificate for this run: P-256, as short as the usual ones of the web."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / "tls.crt", folder / "tls.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                           serialization.NoEncryption()))  # fmt: skip
    return paths


def _in_namespace(folder: Path) -> str:
    """A script that starts Chromium at the phone's end of the link (playwright speaks to it over pipes)."""
    script = folder / "chromium-at-the-phone"
    script.write_text(f'#!/bin/sh\nexec ip netns exec {_NAME} {CHROMIUM} "$@"\n')
    script.chmod(0o755)
    return str(script)


def _cold(browser: Browser, base: str) -> float:
    """Seconds from nothing at all until the first page's button is painted."""
    phone = ScriptPhone(browser, base, _SLOWER_CPU)
    phone.context.add_init_script(_USABLE)
    phone.open("/")
    phone.tab.wait_for_function("window.usable")
    seconds = float(phone.tab.evaluate("window.usable")) / 1000
    phone.close()
    return seconds


def _sends(browser: Browser, base: str, family: dict[str, Any]) -> list[float]:
    """Seconds from pressing the button to the next form, for steps within the questionnaire."""
    phone = ScriptPhone(browser, base, _SLOWER_CPU)
    took = []
    for seconds in phone.walk(family):
        if phone.path.startswith("/form/"):
            took.append(seconds)
        if len(took) > _STEPS:
            break
    phone.close()
    return took[1:]  # the first of them still waits for the script of the second page
