"""`deliver_dossiers PROVINCE FILE`: write what people did as a delivery to the register `services.dossier`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.base.home import PROVINCES
from tinhso.rooms.services.web.delivering import write_delivery


class Command(BaseCommand):
    """Write the delivery of a province to a file, for the inbox of its home."""

    help = "Write the dossiers of a province as a delivery to the register services.dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the province and the file."""
        parser.add_argument("province", choices=sorted(PROVINCES))
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and tell how many rows it has."""
        with options["file"].open("w", encoding="utf-8", newline="") as file:
            n_rows = write_delivery(options["province"], file)
        self.stdout.write(f"{n_rows} rows in {options['file']}")
