"""`send_notices`: send what waits in the outbox; run it every minute or two.

The ways out come from the settings: `TINHSO_SMTP`, `TINHSO_MAIL_FROM`, `TINHSO_SMS_GATEWAY`, `TINHSO_SMS_KEY`.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.rooms.services.web.carriers import mail_sender, sms_sender
from tinhso.rooms.services.web.outbox import Sender, send_due


class Command(BaseCommand):
    """Send the notices that are due, once."""

    help = "Send the notices that wait in the outbox, by e-mail and SMS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the instant; without it, now."""
        parser.add_argument("--at", type=datetime.fromisoformat, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send and tell how many went, wait and were given up."""
        senders = _senders()
        if not senders:
            raise CommandError("No way out is set: name TINHSO_SMTP or TINHSO_SMS_GATEWAY, then run it again.")
        sent = send_due(options["at"] or timezone.now(), senders)
        self.stdout.write(f"{sent.n_sent} sent, {sent.n_put_off} put off, {sent.n_given_up} given up")


def _senders() -> dict[str, Sender]:
    senders = {}
    if settings.TINHSO_SMTP:
        senders["email"] = mail_sender(settings.TINHSO_SMTP, settings.TINHSO_MAIL_FROM)
    if settings.TINHSO_SMS_GATEWAY:
        senders["sms"] = sms_sender(settings.TINHSO_SMS_GATEWAY, settings.TINHSO_SMS_KEY)
    return senders
