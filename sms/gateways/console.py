"""The gateway of the demo: phones exist on the simulator page and the command line only."""

from datetime import datetime

from sms.gateways.base import Capabilities, Hook, Outgoing, Received, Sent, StatusReport, WithoutAsking


class ConsoleGateway(WithoutAsking):
    """Whatever is handed over is delivered. It has no webhook: the simulator calls the service itself."""

    name = "console"
    capabilities = Capabilities(
        two_way=True, senders=("number",), per_second=1000, receipts=False, at_once=True
    )

    def send(self, message: Outgoing) -> Sent:
        return Sent("accepted", f"console-{message.id}")

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        return []

    def genuine(self, hook: Hook) -> bool:
        return False

    def received(self, hook: Hook) -> Received | None:
        return None

    def status(self, hook: Hook) -> StatusReport:
        return StatusReport("")

    def acknowledgement(self) -> tuple[str, str]:
        return "", "text/plain"
