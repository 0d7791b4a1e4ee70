"""flask sms: try the grammar, play a phone, run the sender."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from sms import queries, running, sender, service, texts
from sms.commands import parse
from sms.texts.septets import segments, septets
from webapp.shared import outbox
from webapp.shared.commandline import RoomCommands
from webapp.shared.db import new_id

cli = RoomCommands("sms", help="Text messages.")


def _lines() -> Iterator[str]:
    """Standard input, one message a line; bytes that are no UTF-8 are replaced, never fatal."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


@cli.command("parse", needs_database=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def _parse(as_json: bool) -> None:
    """Read messages from standard input, one a line, and print the command found in each. Stateless."""
    for line in _lines():
        said = parse(line)
        if as_json:
            told = {"intent": said.intent, "args": list(said.args), "corrected": said.corrected}
            print(json.dumps(told, ensure_ascii=False), flush=True)
        else:
            print(" ".join((said.intent, *said.args)) + (" ~" if said.corrected else ""), flush=True)


@cli.command("simulate")
@click.option("--from", "number", required=True, help="The phone that sends, as +62...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a reply.")
@click.argument("text", required=False)
def _simulate(number: str, text: str | None, as_json: bool) -> None:
    """Send TEXT (or each line of standard input) as if from a phone, and print each reply on a line."""
    worker = sender.Sender.from_settings()
    for message in [text] if text is not None else _lines():
        inbound_id = service.receive("console", f"simulate-{new_id()}", number, message)
        if inbound_id is None:
            continue
        while worker.work(only_reply_to=inbound_id):
            pass
        for row in queries.replies_to(inbound_id):
            _print_reply(row, as_json)


def _print_reply(row: outbox.OutboxMessage, as_json: bool) -> None:
    text = texts.render(row.message, row.language, outbox.params_of(row))
    if not as_json:
        print(text, flush=True)
        return
    told = {"to": outbox.phone_of(row), "text": text, "message": row.message, "language": row.language,
            "septets": septets(text), "segments": segments(text), "state": row.state}  # fmt: skip
    print(json.dumps(told, ensure_ascii=False), flush=True)


@cli.command("send")
@click.option("--loop", "forever", is_flag=True, help="Keep sending until stopped.")
def _send(forever: bool) -> None:
    """Answer what came in, and send what waits in the outbox."""
    if forever:
        running.loop()
        return
    while service.answer_waiting():
        pass
    worker, sent = sender.Sender.from_settings(), 0
    while leased := worker.work():
        sent += leased
    worker.sweep()
    click.echo(f"{sent} sent", err=True)
