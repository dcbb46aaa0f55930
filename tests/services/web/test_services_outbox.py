"""Notices through a real SMTP server and a real HTTP gateway on loopback, which accept, put off and refuse."""

import hashlib
import hmac
import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tinhso.rooms.services.web.carriers import mail_sender, sms_sender
from tinhso.rooms.services.web.models import Notice
from tinhso.rooms.services.web.outbox import PAUSES, NotNow, Sent, pause_after, send_due

AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
KEY = "a shared key"
SERVER = textwrap.dedent("""
    import json, sys
    from aiosmtpd.controller import Controller
    seen = set()
    class Post:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("refused"):
                return "550 no such mailbox"
            if address.startswith("grey") and address not in seen:
                seen.add(address)
                return "451 come back later"
            envelope.rcpt_tos.append(address)
            return "250 ok"
        async def handle_DATA(self, server, session, envelope):
            print(json.dumps(envelope.content.decode("utf-8")), flush=True)
            return "250 kept"
    post = Controller(Post(), hostname="127.0.0.1", port=int(sys.argv[1]))
    post.start()
    print("ready", flush=True)
    sys.stdin.read()
    post.stop()
""")


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class PostOffice:
    """An SMTP server in its own process."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SERVER, str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def letters(self) -> list[str]:
        said, _ = self.process.communicate(timeout=30)
        return [json.loads(line) for line in said.splitlines()]


@pytest.fixture
def post() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.process.kill()
    office.process.communicate()


def notice(key: str, address: str, kind: str = "email", body: str = "Hồ sơ: Đã xử lý xong\n") -> Notice:
    return Notice.objects.create(
        key=key, kind=kind, address=address, subject="H19: Đã xử lý\n xong", body=body, made_at=AT, next_at=AT
    )


def test_letters_are_accepted_greylisted_and_refused(client: Client, post: PostOffice) -> None:
    senders = {"email": mail_sender(f"smtp://127.0.0.1:{post.port}", "no-reply@example.vn")}
    good = notice("H19.26.068-260601-00001.2", "anh@example.vn")
    grey, refused = notice("k.2", "grey@example.vn"), notice("k.3", "refused@example.vn")
    assert send_due(AT, senders) == Sent(1, 1, 1)
    assert send_due(AT, senders) == Sent()
    assert send_due(AT + timedelta(minutes=3), senders) == Sent(n_sent=1)
    for row in (good, grey, refused):
        row.refresh_from_db()
    assert good.sent_at == AT and grey.sent_at == AT + timedelta(minutes=3) and grey.n_tries == 2
    assert refused.given_up_at == AT and "550" in refused.last_error and refused.sent_at is None
    letters = [message_from_bytes(letter.encode(), policy=default) for letter in post.letters()]
    assert [letter["To"] for letter in letters] == ["anh@example.vn", "grey@example.vn"]
    assert letters[0]["Message-ID"] == "<H19.26.068-260601-00001.2@example.vn>"
    assert letters[0]["Subject"] == "H19: Đã xử lý xong"
    assert "Đã xử lý xong" in letters[0].get_content()


def test_a_server_that_is_gone_costs_no_notice(client: Client) -> None:
    row = notice("k.1", "anh@example.vn")
    senders = {"email": mail_sender(f"smtp://127.0.0.1:{free_port()}", "no-reply@example.vn")}
    at = AT
    for tries in range(1, len(PAUSES) + 1):
        assert send_due(at, senders) == Sent(n_put_off=1)
        row.refresh_from_db()
        assert row.n_tries == tries and row.next_at == at + pause_after(tries)
        at = row.next_at
    assert send_due(at, senders) == Sent(n_given_up=1)
    row.refresh_from_db()
    assert row.given_up_at == at and row.last_error
    assert send_due(at + timedelta(days=30), senders) == Sent()


def test_the_pauses_grow() -> None:
    pauses = [pause_after(n) for n in range(1, 12)]
    assert pauses == sorted(pauses) and pauses[0] == timedelta(minutes=2)


class Gateway(BaseHTTPRequestHandler):
    """Takes signed messages; answers what the number asks for."""

    taken: list[dict[str, str]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = "sha256=" + hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()
        said = json.loads(body)
        status = 200 if hmac.compare_digest(signature, self.headers["X-Signature"]) else 401
        if status == 200 and said["key"] in [old["key"] for old in self.taken]:
            status = 409
        elif status == 200:
            status = {"0900000503": 503, "0900000400": 400, "0900000429": 429}.get(said["to"], 200)
        if status == 200:
            assert self.headers["Idempotency-Key"] == said["key"]
            self.taken.append(said)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"because")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.taken = []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sms"
    server.shutdown()
    thread.join()
    server.server_close()


def test_short_messages_are_signed_and_go_once(client: Client, gateway: str) -> None:
    senders = {"sms": sms_sender(gateway, KEY)}
    for number in ("0912345678", "0900000503", "0900000400", "0900000429"):
        notice(f"{number}.sms", number, "sms", "H19: Đã xử lý xong")
    waiting = notice("mail", "anh@example.vn")
    assert send_due(AT, senders) == Sent(1, 2, 1)
    assert Gateway.taken == [{"to": "0912345678", "text": "H19: Đã xử lý xong", "key": "0912345678.sms"}]
    # A sender that died after the gateway took it sends it again: the gateway knows the key.
    Notice.objects.filter(key="0912345678.sms").update(sent_at=None, next_at=AT)
    assert send_due(AT, senders) == Sent(n_sent=1)
    assert len(Gateway.taken) == 1
    waiting.refresh_from_db()
    assert waiting.n_tries == 0
    wrong = {"sms": sms_sender(gateway, "another key")}
    notice("x.sms", "0912345678", "sms")
    assert send_due(AT, wrong) == Sent(n_given_up=1)


def test_two_senders_never_take_the_same_notice(client: Client) -> None:
    row = notice("k.1", "anh@example.vn")
    sent: list[str] = []

    def slow(each: Notice) -> None:
        sent.append(each.key)
        # While this one sends, another run of the command finds nothing to take.
        assert send_due(AT, {"email": slow}) == Sent()

    assert send_due(AT, {"email": slow}) == Sent(n_sent=1)
    assert sent == [row.key]


def test_a_way_out_must_be_an_address() -> None:
    for server in ("example.vn", "http://example.vn", "smtp://"):
        with pytest.raises(ValueError, match="mail server"):
            mail_sender(server, "a@b")
    with pytest.raises(ValueError, match="gateway"):
        sms_sender("smtp://x", KEY)


def test_the_command_sends_what_waits(client: Client, post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    with pytest.raises(CommandError, match="TINHSO_SMTP"):
        call_command("send_notices")
    notice("k.1", "anh@example.vn")
    monkeypatch.setattr(settings, "TINHSO_SMTP", f"smtp://127.0.0.1:{post.port}")
    said = StringIO()
    call_command("send_notices", "--at", AT.isoformat(), stdout=said)
    assert said.getvalue() == "1 sent, 0 put off, 0 given up\n"


def test_an_unforeseen_fault_leaves_the_notice_for_the_next_pause(client: Client) -> None:
    row = notice("k.1", "anh@example.vn")

    def broken(_: Notice) -> None:
        raise NotNow("the line broke")

    send_due(AT, {"email": broken})
    row.refresh_from_db()
    assert row.last_error == "the line broke" and row.sent_at is None
