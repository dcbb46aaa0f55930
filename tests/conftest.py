"""Shared by all tests: properties without deadline and the same on every run, a server for those that ask, and no
silent skip where everything must be installed."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from a_postgres import postgres

__all__ = ["postgres"]

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
# A browser driver keeps an event loop in the thread of its worker; tests of the database share that worker.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
MUST_BE_THERE = ("PostgreSQL", "postgresql", "Chromium", "Java")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """On a machine that installs everything, fail a test that was skipped for want of a server, browser or Java."""
    report = yield
    if report.skipped and os.environ.get("TINHSO_CI") and any(word in str(report.longrepr) for word in MUST_BE_THERE):
        report.outcome = "failed"
    return report
