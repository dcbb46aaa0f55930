"""A client signed in as a person of a function, for tests that ask who may do what."""

from django.test import Client


def seated_client(name: str, role: str = "", province: str = "dong-nai", *, agency: str = "", area: str = "") -> Client:
    """Return a client of a new person; without a role they have an account and no seat."""
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    if role:
        Seat.objects.create(user=user, province=province, role=role, agency=agency, area=area)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
