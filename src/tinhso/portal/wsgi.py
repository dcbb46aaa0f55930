"""The application that granian runs: static files, then published pages from files, then Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from tinhso.portal.published import PublishedPages
from tinhso.portal.stamp import edition_stamp

_django = get_wsgi_application()
application = PublishedPages(
    WhiteNoise(_django, root=settings.STATIC_ROOT, prefix="static/", max_age=3600),
    settings.CACHE_FOLDER / "pages",
    edition_stamp,
)
