"""Shared by all tests: properties without deadline and the same on every run, a server, Spark or public data for those
that ask, and no silent skip where everything must be installed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from a_postgres import postgres

__all__ = ["postgres"]

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
# A browser driver keeps an event loop in the thread of its worker; tests of the database share that worker.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
MUST_BE_THERE = ("PostgreSQL", "postgresql", "Chromium", "Java")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data sets beside the repository; skips with the reason where they are absent."""
    folder = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[1] / "../shared/data")
    if not folder.exists():
        pytest.skip(f"public data sets are not at {folder.name}; set TINHSO_SHARED")
    return folder


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Spark run the queries of one test."""
    pytest.importorskip("pyspark", reason="the `spark` extra is not installed")
    if not shutil.which("java"):
        pytest.skip("no Java: apt-get install openjdk-17-jre-headless")
    monkeypatch.setenv("TINHSO_ENGINE", "spark")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """On a machine that installs everything, fail a test that was skipped for want of a server, browser or Java."""
    report = yield
    if report.skipped and os.environ.get("TINHSO_CI") and any(word in str(report.longrepr) for word in MUST_BE_THERE):
        report.outcome = "failed"
    return report
