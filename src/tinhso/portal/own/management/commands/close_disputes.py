"""`close_disputes HOME`: close the disputes with which a province's registers now agree; run it after deliveries."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tinhso.base.home import open_home
from tinhso.portal.own.closing import close_agreed
from tinhso.portal.own.queries import open_cases


class Command(BaseCommand):
    """Close what a delivery has mended."""

    help = "Close the disputes about people's own rows with which the registers of a home now agree."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the home's folder, and the instant; without it, now."""
        parser.add_argument("home", type=Path)
        parser.add_argument("--at", type=datetime.fromisoformat, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Close them and tell how many there were."""
        home = open_home(options["home"])
        n_closed = close_agreed(home, open_cases(home.name), options["at"] or timezone.now())
        self.stdout.write(f"{n_closed} closed")
