"""The gateway of the demo: phones exist on the simulator page and the command line only."""

from collections.abc import Mapping
from datetime import datetime

from sms.gateways.base import Capabilities, Headers, Outgoing, Received, Sent, StatusReport


class ConsoleGateway:
    """Whatever is handed over is delivered. It has no webhook: the simulator calls the service itself."""

    name = "console"
    capabilities = Capabilities(
        two_way=True, senders=("number",), per_second=1000, receipts=False, at_once=True
    )

    def send(self, message: Outgoing) -> Sent:
        return Sent("accepted", f"console-{message.id}")

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        return []

    def genuine(self, url: str, form: Mapping[str, str], headers: Headers) -> bool:
        return False

    def received(self, form: Mapping[str, str]) -> Received | None:
        return None

    def status(self, form: Mapping[str, str]) -> StatusReport:
        return StatusReport("")

    def acknowledgement(self) -> tuple[str, str]:
        return "", "text/plain"
