"""Addresses of accounts, under `/<language>/accounts/`: allauth's views that need no e-mail, and our own."""

from allauth.account import views as account
from django.urls import include, path

from tinhso.portal.accounts import views

urlpatterns = [
    path("sign-in/", account.login, name="sign_in"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="sign_out"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("sign-up/passkey/", views.passkey_sign_up, name="passkey_sign_up"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/new/", account.password_set, name="account_set_password"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("resume/", views.resume, name="resume"),
    path("factors/", include("allauth.mfa.urls")),
    path("identity/", include("allauth.socialaccount.urls")),
    path("identity/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
