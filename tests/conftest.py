"""Shared by all tests: properties without deadline and the same on every run, and a server for those that ask."""

from hypothesis import settings

from a_postgres import postgres

__all__ = ["postgres"]

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
