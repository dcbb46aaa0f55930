"""Settings of the portal's Django project, all from the environment; the only place of the portal that reads it.

`TINHSO_HOME` is the folder of one home, or of several; `TINHSO_DATABASE_URL` (`sqlite:///…` or `postgresql://…`) is
where people's decisions are kept; `TINHSO_HOSTS` names the hosts served, parted by commas; `TINHSO_HTTPS=1` says that
a proxy in front speaks TLS; `TINHSO_WORKER=1` that `tinhso work` runs; those of accounts are said in
`accounts.configured`. What is published and how it looks is decided elsewhere.
"""

import os
from pathlib import Path

from django.utils.csp import CSP

from tinhso.portal.accounts import configured as accounts
from tinhso.portal.database import database_settings, secret_key

_AT_ONCE = "django.tasks.backends.immediate.ImmediateBackend"
TINHSO_HOME = Path(os.environ.get("TINHSO_HOME", "home")).resolve()
CACHE_FOLDER = TINHSO_HOME / "cache"
HTTPS = os.environ.get("TINHSO_HTTPS") == "1"

SECRET_KEY = os.environ.get("TINHSO_SECRET_KEY") or secret_key(TINHSO_HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TINHSO_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "tinhso.people.apps.PeopleConfig",
    "js_lib_leaflet",
    "tinhso.portal",
    *accounts.APPS,
    "django_tasks_db",
    "tinhso.portal.desks.apps.DesksConfig",
    "tinhso.portal.own.apps.OwnConfig",
    "tinhso.rooms.services.web.apps.ServicesConfig",
    "tinhso.rooms.industry.web.apps.IndustryConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *accounts.MIDDLEWARE,
    # Last of all, so that nothing has read the body yet.
    "tinhso.rooms.services.web.receiving.refusing_too_large",
]
ROOT_URLCONF = "tinhso.portal.urls"
CSRF_FAILURE_VIEW = "tinhso.portal.pages.front.stale_form"
WSGI_APPLICATION = "tinhso.portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        # Rooms in which nobody decides anything are no apps: they have templates alone.
        "DIRS": [
            Path(__file__).parents[1] / "rooms" / room / "web/templates" for room in ("economy", "finance", "network")
        ],
        "OPTIONS": {
            "builtins": ["tinhso.portal.templatetags.reading", "tinhso.portal.templatetags.accounts"],
            "context_processors": ["django.template.context_processors.request", "tinhso.portal.words.spoken"],
        },
    }
]
SERVED = os.environ.get("TINHSO_SERVED") == "1"
DATABASES = {"default": database_settings(os.environ.get("TINHSO_DATABASE_URL", ""), TINHSO_HOME)}
# A server's threads live on and keep their connections; a thread made for one request would leave its own behind.
DATABASES["default"]["CONN_MAX_AGE"] = 60 if SERVED else 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL = "sign_in"
LOGOUT_REDIRECT_URL = "provinces"
SESSION_ENGINE = "tinhso.people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
TINHSO_SECOND_FACTOR: frozenset[str] = accounts.roles_with_second_factor(os.environ, https=HTTPS)
globals().update(accounts.account_settings(os.environ, https=HTTPS, cache_folder=CACHE_FOLDER))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Long work waits for `tinhso work` where one runs, and is done at once where none does.
_WORK = "django_tasks_db.DatabaseBackend" if os.environ.get("TINHSO_WORKER") == "1" else _AT_ONCE
TASKS = {"default": {"BACKEND": _WORK}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Ways out of the notices that wait in the outbox of public services; an empty one is not used.
TINHSO_SMTP = os.environ.get("TINHSO_SMTP", "")
TINHSO_MAIL_FROM = os.environ.get("TINHSO_MAIL_FROM", "khong-tra-loi@localhost")
TINHSO_SMS_GATEWAY = os.environ.get("TINHSO_SMS_GATEWAY", "")
TINHSO_SMS_KEY = os.environ.get("TINHSO_SMS_KEY", "")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("th", "ไทย")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = CACHE_FOLDER / "static"
STATICFILES_DIRS = [CACHE_FOLDER / "fonts"]
_STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if SERVED
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *accounts.identity_origin(os.environ)],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
