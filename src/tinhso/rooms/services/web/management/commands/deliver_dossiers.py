"""`deliver_dossiers HOME --as-of DAY`: write what people did as deliveries into the inbox of a province's home."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.base.home import open_home
from tinhso.registers.contract import read_contracts
from tinhso.rooms.services.agencies import read_successions
from tinhso.rooms.services.web.delivering import write_deliveries


class Command(BaseCommand):
    """Write the deliveries of a province; the daily run then receives, checks and measures them."""

    help = "Write dossiers, complaints and questions as deliveries into the inbox of a home."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the home's folder and the day on which succeeding agencies are named."""
        parser.add_argument("home", type=Path)
        parser.add_argument("--as-of", type=date.fromisoformat, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files and tell how many rows each register gets."""
        home = open_home(options["home"])
        successions = read_successions(home.folder)
        written = write_deliveries(home.name, home.inbox, options["as_of"], read_contracts(home.folder), successions)
        for register, n_rows in written.items():
            self.stdout.write(f"{register}: {n_rows} rows")
