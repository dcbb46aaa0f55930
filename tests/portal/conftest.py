"""Two small homes for all tests of the portal, and Django set up over them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import pytest
from a_release import a_home
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client

from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition

os.environ["DJANGO_SETTINGS_MODULE"] = "tinhso.portal.settings"
os.environ["TINHSO_SECRET_KEY"] = "of-the-tests-only"
os.environ["TINHSO_HOME"] = tempfile.mkdtemp(prefix="tinhso-portal-")
django.setup()


@pytest.fixture(scope="session")
def homes() -> Iterator[Path]:
    """A folder with both provinces: Đồng Nai with two releases, Hưng Yên with one."""
    folder = Path(settings.TINHSO_HOME)
    a_home(folder / "dong-nai", "dong-nai", releases=2)
    a_home(folder / "hung-yen", "hung-yen")
    yield folder


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False


@pytest.fixture(scope="session")
def site(homes: Path) -> Iterator[str]:
    """The address of the portal on a free port of this machine, for clients that speak HTTP."""
    settings.ALLOWED_HOSTS = ["*"]
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Threads, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(homes: Path) -> Client:
    return Client()


@pytest.fixture
def edition(homes: Path) -> Edition:
    return get_edition("dong-nai")
