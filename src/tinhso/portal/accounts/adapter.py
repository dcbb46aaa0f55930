"""What allauth asks us: where to go after signing in, what a passkey is called, how an identity becomes an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from tinhso.people.models import Seat
from tinhso.portal.words import word

REFUSED = "account_refused"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts without e-mail: nothing is sent, and what was refused is told on the next page."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead who has one seat to the desks, others to their account."""
        seats = list(Seat.objects.filter(user=request.user.pk)[:2])
        return reverse("desk", args=[seats[0].province]) if len(seats) == 1 else reverse("mfa_index")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead who has just opened an account where signing in leads."""
        return self.get_login_redirect_url(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **named: Any) -> None:
        """Keep only that something was refused: our pages say the rest themselves."""
        if named.get("message") is not None:
            request.session[REFUSED] = True

    def send_notification_mail(self, *args: Any, **named: Any) -> None:
        """Send nothing: an account has no address."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors named in the reader's language."""

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - allauth's own name
        """Return a name for a new key, numbered."""
        from allauth.mfa.models import Authenticator

        return word("account.key_name", n=Authenticator.objects.filter(user=user, type=type).count() + 1)


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """People who come through the province's identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let everyone the provider vouches for open an account; a seat is given by an administrator."""
        return True
