"""The Django app of the room; its tables are named `services_…`."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Tables and pages of public services."""

    name = "tinhso.rooms.services.web"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"
