"""Twilio's signature, without its package: a webhook must not load 51 MB into the web server."""

import base64
import hmac
from collections.abc import Iterator, Mapping


def signature(token: str, url: str, form: Mapping[str, str]) -> bytes:
    """Twilio's own: HMAC-SHA-1 over the address and all fields in order, each value of one once (its security page)."""
    values = getattr(form, "getlist", lambda name: [form[name]])
    signed = url + "".join([name + value for name in sorted(form) for value in sorted(set(values(name)))])
    return base64.b64encode(hmac.digest(token.encode(), signed.encode("utf-8", "replace"), "sha1"))


def spellings(url: str) -> Iterator[str]:
    """With and without the port that goes without saying: Twilio signs either."""
    yield url
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    port = {"https": ":443", "http": ":80"}.get(scheme, "")
    if port:
        yield f"{scheme}://{host.removesuffix(port) if host.endswith(port) else host + port}{slash}{path}"
