"""`deliver_parks HOME`: write what the park's managers did as deliveries into the inbox of a province's home."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.base.home import open_home
from tinhso.rooms.industry.web.delivering import write_deliveries
from tinhso.rooms.industry.web.models import Park


class Command(BaseCommand):
    """Write the deliveries of a province; the daily run then receives, checks and measures them."""

    help = "Write lots, capacities, investments and promises as deliveries into the inbox of a home."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the home's folder."""
        parser.add_argument("home", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files and tell how many rows each register gets; an invented park's stay marked so."""
        home = open_home(options["home"])
        invented = Park.objects.filter(province=home.name, invented=True).exists()
        inbox = home.inbox / "invented" if invented else home.inbox
        for register, n_rows in write_deliveries(home.name, inbox).items():
            self.stdout.write(f"{register}: {n_rows} rows")
