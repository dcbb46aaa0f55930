"""`load_parks`: make the desks' parks from the registers of every home served, where they are not kept yet."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tinhso.base.home import open_home
from tinhso.engine import open_store
from tinhso.rooms.industry.web.loading import load_parks


class Command(BaseCommand):
    """Make parks once; a park that is there is left alone."""

    help = "Make the parks of the registers that the desks do not keep yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look at the portal's folder and at those in it, and tell which parks were made."""
        folder = Path(settings.TINHSO_HOME)
        for place in [folder, *(sorted(folder.iterdir()) if folder.is_dir() else [])]:
            if (place / "province.yaml").is_file():
                home = open_home(place)
                with open_store(home.store, read_only=True) as store:
                    for park in load_parks(store, home.name):
                        self.stdout.write(f"{home.name}: {park.name}")
