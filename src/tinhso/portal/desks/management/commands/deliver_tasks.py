"""`deliver_tasks HOME`: write what agencies reported on their tasks as a delivery into the inbox of a home."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.base.home import open_home
from tinhso.measure.release import find_releases, read_release
from tinhso.portal.desks.delivering import REGISTER, write_delivery
from tinhso.portal.edition import Edition


class Command(BaseCommand):
    """Write the delivery of a province; the daily run then receives, checks and measures it."""

    help = "Write reports on tasks as a delivery into the inbox of a home that has published a release."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the home's folder."""
        parser.add_argument("home", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and tell how many rows the register gets."""
        home = open_home(options["home"])
        edition = Edition(home.name, read_release(find_releases(home)[-1]))
        self.stdout.write(f"{REGISTER}: {write_delivery(edition, home.inbox)} rows")
