"""The two ways out of a notice: an SMTP server, and an SMS gateway that takes signed HTTP requests.

Takes addresses and keys, gives senders for `outbox`. A refusal for good (SMTP 5xx, HTTP 4xx) raises `Never`; everything
else that goes wrong (greylisting, 5xx of a gateway, no connection) raises `NotNow`.
"""

import hashlib
import hmac
import http.client
import json
import smtplib
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from tinhso.rooms.services.web.models import Notice
from tinhso.rooms.services.web.outbox import Never, NotNow, Sender

TIMEOUT_SECONDS = 20
_TRY_AGAIN = {408, 425, 429}


def mail_sender(server: str, from_address: str) -> Sender:
    """A sender over `smtp://[user:password@]host[:port]`, or `smtps://` for TLS; plain SMTP takes STARTTLS."""
    url = urlsplit(server)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ValueError(f"A mail server is smtp://host:port or smtps://host:port, not {server!r}.")
    host, secure = url.hostname, url.scheme == "smtps"
    port = url.port or (465 if secure else 25)
    domain = from_address.rpartition("@")[2]

    def send(notice: Notice) -> None:
        message = _message(notice, from_address, domain)
        make = smtplib.SMTP_SSL if secure else smtplib.SMTP
        try:
            with make(host, port, timeout=TIMEOUT_SECONDS) as smtp:
                _enter(smtp, secure, unquote(url.username or ""), unquote(url.password or ""))
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _smtp_failure(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _smtp_failure(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(str(error)) from error

    return send


def sms_sender(gateway: str, key: str) -> Sender:
    """A sender to an SMS gateway: POST of `{to, text, key}` as JSON, its HMAC-SHA-256 in `X-Signature`."""
    url = urlsplit(gateway)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise ValueError(f"An SMS gateway is an http or https address, not {gateway!r}.")
    make = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    host, port = url.hostname, url.port

    def send(notice: Notice) -> None:
        body = json.dumps({"to": notice.address, "text": notice.body, "key": notice.key}, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": notice.key,
            "X-Signature": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest(),
        }
        connection = make(host, port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", url.path or "/", body, headers)
            answer = connection.getresponse()
            said = answer.read(500).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise NotNow(str(error)) from error
        finally:
            connection.close()
        _judge(answer.status, said)

    return send


def _message(notice: Notice, from_address: str, domain: str) -> EmailMessage:
    message = EmailMessage()
    # A header with a line break would be another header.
    message["Subject"] = " ".join(notice.subject.split())
    message["From"], message["To"] = from_address, notice.address
    message["Message-ID"] = f"<{notice.key}@{domain}>"
    message["Date"] = format_datetime(notice.made_at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.body)
    return message


def _enter(smtp: smtplib.SMTP, secure: bool, user: str, password: str) -> None:
    smtp.ehlo()
    if not secure and smtp.has_extn("starttls"):
        smtp.starttls()
        smtp.ehlo()
    if user:
        smtp.login(user, password)


def _smtp_failure(code: int, said: bytes | str) -> Exception:
    words = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return Never(words) if 500 <= code < 600 else NotNow(words)


def _judge(status: int, said: str) -> None:
    # 409: the gateway has this key already, so the message went out before.
    if status < 300 or status == 409:
        return
    words = f"{status} {said}"
    raise Never(words) if 400 <= status < 500 and status not in _TRY_AGAIN else NotNow(words)
