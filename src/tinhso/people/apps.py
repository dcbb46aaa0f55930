"""The Django app of people; its tables are named `people_…`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Seats and the audit trail."""

    name = "tinhso.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
