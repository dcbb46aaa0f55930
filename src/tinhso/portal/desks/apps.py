"""The Django app of the desks; its tables are named `desks_…`."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Tables and pages of the desks."""

    name = "tinhso.portal.desks"
    label = "desks"
    default_auto_field = "django.db.models.BigAutoField"
