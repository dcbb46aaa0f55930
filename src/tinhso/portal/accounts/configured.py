"""The accounts' part of the settings, from the environment.

Takes environment variables and whether a proxy speaks TLS, gives Django settings of allauth and axes.
`TINHSO_OIDC_URL`, `TINHSO_OIDC_CLIENT`, `TINHSO_OIDC_SECRET` and `TINHSO_OIDC_NAME` open the door of one OpenID Connect
provider, as a national identity; `TINHSO_SECOND_FACTOR` (1 or 0) says whether those who sign, give seats or read the
trail need a second factor, and is 1 wherever TLS is spoken.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tinhso.people.roles import Role

APPS = [
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
    "tinhso.portal.accounts.apps.AccountsConfig",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware", "axes.middleware.AxesMiddleware"]
BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
N_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


def account_settings(environment: Mapping[str, str], *, https: bool, cache_folder: Path) -> dict[str, Any]:
    """Return the settings; without `TINHSO_OIDC_URL` there is no provider."""
    return {
        "AUTHENTICATION_BACKENDS": BACKENDS,
        "ACCOUNT_ADAPTER": "tinhso.portal.accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        # The lock by person and address is axes'; this only slows one address down.
        "ACCOUNT_RATE_LIMITS": {"login_failed": "30/m/ip,10/5m/key"},
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if https else 0,
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_ADAPTER": "tinhso.portal.accounts.adapter.FactorAdapter",
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "tinhso",
        "MFA_TOTP_TOLERANCE": 1,
        # Browsers give passkeys to localhost without TLS, and to no other place.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not https,
        "SOCIALACCOUNT_PROVIDERS": _providers(environment),
        "SOCIALACCOUNT_ADAPTER": "tinhso.portal.accounts.adapter.IdentityAdapter",
        "AXES_FAILURE_LIMIT": N_TRIES,
        "AXES_COOLOFF_TIME": LOCKED_FOR,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "tinhso.portal.accounts.views.locked",
        "AXES_CLIENT_IP_CALLABLE": "tinhso.portal.accounts.address.client_address",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "CACHES": {
            # Shared by the workers of one machine, so that a limit is one limit.
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(cache_folder / "limits"),
            }
        },
    }


def roles_with_second_factor(environment: Mapping[str, str], *, https: bool) -> frozenset[str]:
    """Return the roles that must confirm by passkey or code before they sign, give seats or read the trail."""
    asked = environment.get("TINHSO_SECOND_FACTOR", "1" if https else "0") == "1"
    return frozenset({Role.STEWARD, Role.LEADER, Role.ADMINISTRATOR}) if asked else frozenset()


def identity_origin(environment: Mapping[str, str]) -> list[str]:
    """Return the origin a sign-in form may lead to, for the content policy; empty without a provider."""
    parts = urlsplit(environment.get("TINHSO_OIDC_URL", ""))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _providers(environment: Mapping[str, str]) -> dict[str, Any]:
    url = environment.get("TINHSO_OIDC_URL")
    if not url:
        return {}
    app = {
        "provider_id": "identity",
        "name": environment.get("TINHSO_OIDC_NAME", "OpenID"),
        "client_id": environment.get("TINHSO_OIDC_CLIENT", ""),
        "secret": environment.get("TINHSO_OIDC_SECRET", ""),
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
