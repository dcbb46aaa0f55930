"""Settings of the portal's Django project."""

SECRET_KEY = "not-served"
INSTALLED_APPS: list[str] = []
USE_TZ = True
