"""The Django app of the room; its tables are named `industry_…`."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Tables and pages of the park."""

    name = "tinhso.rooms.industry.web"
    label = "industry"
    default_auto_field = "django.db.models.BigAutoField"
