"""`deliver_disputes HOME`: write what people disputed as a delivery into the inbox of a province's home."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.base.home import open_home
from tinhso.portal.own.delivering import REGISTER, write_delivery


class Command(BaseCommand):
    """Write the delivery of a province; the daily run then receives, checks and measures it."""

    help = "Write the disputes about people's own rows as a delivery into the inbox of a home."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the home's folder."""
        parser.add_argument("home", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and tell how many rows it has."""
        home = open_home(options["home"])
        self.stdout.write(f"{REGISTER}: {write_delivery(home.name, home.inbox)} rows")
