"""Fixtures of the portal's tests: two small homes, a client of Django, a site that speaks HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from portal_site import made_homes, serving

from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition


@pytest.fixture(scope="session")
def homes() -> Path:
    return made_homes()


@pytest.fixture(scope="session")
def site(homes: Path) -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def client(homes: Path) -> Client:
    return Client()


@pytest.fixture
def edition(homes: Path) -> Edition:
    return get_edition("dong-nai")
