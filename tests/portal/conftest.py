"""Two small homes for all tests of the portal, and Django set up over them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from a_release import a_home
from django.conf import settings
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


@pytest.fixture
def client(homes: Path) -> Client:
    return Client()


@pytest.fixture
def edition(homes: Path) -> Edition:
    return get_edition("dong-nai")
