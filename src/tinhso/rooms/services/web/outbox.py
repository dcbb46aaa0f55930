"""The outbox of notices: each is sent once, tried again with growing pauses, and given up with the reason.

Takes the instant and the two ways out (e-mail, SMS); reads and writes `Notice` rows alone. A notice is taken by raising
its number of tries, so that two senders never take the same one; a sender that dies leaves it for the next pause. The
notice's key goes along as Message-ID or idempotency key, so that a receiver knows a second copy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from tinhso.rooms.services.web.models import Notice

PAUSES = tuple(timedelta(minutes=m) for m in (2, 10, 30, 120, 360, 1440, 2880))
ROWS = 500


class NotNow(Exception):
    """The receiver asks to come back later, or cannot be reached."""


class Never(Exception):
    """The receiver refuses this message for good."""


type Sender = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """How many notices were sent, put off and given up."""

    n_sent: int = 0
    n_put_off: int = 0
    n_given_up: int = 0


def send_due(at: datetime, senders: Mapping[str, Sender]) -> Sent:
    """Send the notices due at an instant by the ways there are; those of another way wait untouched."""
    n_sent = n_put_off = n_given_up = 0
    due = Notice.objects.filter(sent_at=None, given_up_at=None, next_at__lte=at, kind__in=[*senders])
    for notice in due.order_by("next_at", "pk")[:ROWS]:
        if not _take(notice, at):
            continue
        try:
            senders[notice.kind](notice)
        except Never as error:
            _give_up(notice, at, str(error))
            n_given_up += 1
        except NotNow as error:
            gone = _put_off(notice, at, str(error))
            n_given_up, n_put_off = n_given_up + gone, n_put_off + (not gone)
        else:
            Notice.objects.filter(pk=notice.pk).update(sent_at=at, last_error="")
            n_sent += 1
    return Sent(n_sent, n_put_off, n_given_up)


def pause_after(n_tries: int) -> timedelta:
    """How long to wait after the `n_tries`-th try; the pauses grow."""
    return PAUSES[min(n_tries, len(PAUSES)) - 1]


def _take(notice: Notice, at: datetime) -> bool:
    tries = notice.n_tries + 1
    mine = Notice.objects.filter(pk=notice.pk, n_tries=notice.n_tries, sent_at=None, given_up_at=None)
    return bool(mine.update(n_tries=F("n_tries") + 1, next_at=at + pause_after(tries)))


def _put_off(notice: Notice, at: datetime, reason: str) -> bool:
    """Keep why it failed; gives whether that was the last try."""
    if notice.n_tries + 1 > len(PAUSES):
        _give_up(notice, at, reason)
        return True
    Notice.objects.filter(pk=notice.pk).update(last_error=reason[:500])
    return False


def _give_up(notice: Notice, at: datetime, reason: str) -> None:
    Notice.objects.filter(pk=notice.pk).update(given_up_at=at, last_error=reason[:500])
