"""Account pages that allauth has not: opening an account by passkey alone, what to do without a second factor, being
locked out, and going on after a session has ended with what was typed."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tinhso.people.access import public, signed_in
from tinhso.people.typed import typed_before
from tinhso.portal.accounts.configured import LOCKED_FOR, N_TRIES


class NameForm(Form):
    """A name for a new account without a password, by Django's own rules for names."""

    username = UsernameField(max_length=150, validators=[UnicodeUsernameValidator()])

    def clean_username(self) -> str:
        """Refuse a name that differs from another only by case."""
        name = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError("taken", code="username_taken")
        return name


@public
def passkey_sign_up(request: HttpRequest) -> HttpResponseBase:
    """Open an account without a password, sign in, and go on to make its passkey."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("mfa_index"))
    form = NameForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "people/passkey_sign_up.html", {"form": form})
    user = User.objects.create_user(form.cleaned_data["username"])
    response: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=reverse("mfa_add_webauthn")))
    return response


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say that a page asks for a second factor, and lead to confirm one or to set one up."""
    wanted = request.GET.get("next", "")
    safe = wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else reverse("mfa_index")
    return render(request, "people/second_factor.html", {"next": safe, "has_one": is_mfa_enabled(request.user)})


@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended, ready to be sent again; files have to be chosen anew."""
    return render(request, "people/resume.html", {"typed": typed_before(request)})


def locked(request: HttpRequest, *_args: object, **_named: object) -> HttpResponse:
    """Say that signing in is closed for this name and address for some minutes."""
    context = {"n": N_TRIES, "minutes": int(LOCKED_FOR.total_seconds() // 60)}
    return render(request, "people/locked.html", context, status=429)
