"""The Django app of people's own rows; its tables are named `own_…`."""

from django.apps import AppConfig


class OwnConfig(AppConfig):
    """Tables and pages of people's own rows and of disputes about them."""

    name = "tinhso.portal.own"
    label = "own"
    default_auto_field = "django.db.models.BigAutoField"
