"""The Django app of account pages: a key that was just made counts as confirmed by it."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class AccountsConfig(AppConfig):
    """No tables; only what follows when a second factor is added."""

    name = "tinhso.portal.accounts"
    label = "account_pages"

    def ready(self) -> None:
        """Listen for factors that are added."""
        from allauth.mfa.signals import authenticator_added

        authenticator_added.connect(confirm_by_new_key)


def confirm_by_new_key(request: HttpRequest, authenticator: Any, **_named: Any) -> None:
    """Take the making of a passkey as its first use: the person has just proven to hold it."""
    from allauth.mfa.base.internal.flows import post_authentication
    from allauth.mfa.models import Authenticator

    if authenticator.type == Authenticator.Type.WEBAUTHN:
        post_authentication(request, authenticator, reauthenticated=True)
