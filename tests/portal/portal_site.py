"""Django set up over two small homes, and a server over it, for the tests of the portal and the journeys.

Importing this sets the environment and Django up once in a process.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from a_release import a_home
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tinhso.portal.fonts import build_fonts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
os.environ.setdefault("TINHSO_SECRET_KEY", "of-the-tests-only")
os.environ["TINHSO_HOME"] = tempfile.mkdtemp(prefix="tinhso-portal-")  # each process its own
django.setup()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False


def made_homes() -> Path:
    """Make both provinces and the database once: Đồng Nai with two releases, Hưng Yên with one; return their folder."""
    folder = Path(settings.TINHSO_HOME)
    if not (folder / "hung-yen").exists():
        # A public page may read what people decided: the park's does.
        call_command("migrate", verbosity=0, interactive=False)
        a_home(folder / "dong-nai", "dong-nai", releases=2)
        a_home(folder / "hung-yen", "hung-yen")
    return folder


@contextmanager
def serving() -> Iterator[str]:
    """Serve the portal with its static files on a free port of this machine; yield its address."""
    settings.ALLOWED_HOSTS = ["*"]
    build_fonts(settings.CACHE_FOLDER / "fonts")
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, server_class=_Threads, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
