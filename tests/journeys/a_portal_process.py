"""The portal in a process of its own, over a home and a database that its environment names, at a time that is given.

Run as `python a_portal_process.py PORT`; writes one line of JSON (the sessions of the staff) when it serves, and ends
when its input does. The clock starts on Monday 1 June 2026, nine in the morning, and runs on from there.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")

import django
from django.utils import timezone

STARTED = time.monotonic()
timezone.now = lambda: datetime(2026, 6, 1, 2, tzinfo=UTC) + timedelta(seconds=time.monotonic() - STARTED)
django.setup()

# Who works here: role, agency and commune of the seat.
STAFF = {
    "tiep-nhan": ("officer", "ttpvhcc", ""),
    "chuyen-vien": ("officer", "xa-phuong", "26068"),
    "lanh-dao": ("leader", "", ""),
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False


def seated_sessions() -> dict[str, str]:
    """Make the tables and the staff; the session of each."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from tinhso.people.models import Seat

    call_command("migrate", verbosity=0, interactive=False)
    sessions = {}
    for name, (role, agency, area) in STAFF.items():
        user = User.objects.create_user(name)
        Seat.objects.create(user=user, province="dong-nai", role=role, agency=agency, area=area)
        client = Client()
        client.force_login(user)
        sessions[name] = client.cookies["sessionid"].value
    return sessions


def main() -> None:
    """Serve until the input ends."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    from tinhso.portal.fonts import build_fonts

    sessions = seated_sessions()
    build_fonts(settings.CACHE_FOLDER / "fonts")
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", int(sys.argv[1]), application, server_class=Threads, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps(sessions) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
