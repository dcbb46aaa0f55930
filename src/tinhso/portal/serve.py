"""Start the portal over one home or several: database migrated, fonts and static files built, workers listening.

Takes the folder, the port and the number of workers; returns when the server is stopped.
"""

import os
from pathlib import Path


def serve(home_folder: Path, port: int = 8000, workers: int = 2, *, address: str = "127.0.0.1") -> None:
    """Serve the homes under a folder on http://localhost:`port` until interrupted."""
    prepare(home_folder)
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "tinhso.portal.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=512,
        log_level="warning",
    ).serve()


def prepare(home_folder: Path) -> None:
    """Make ready what serving needs: environment, database tables, fonts, static files."""
    os.environ["TINHSO_HOME"] = str(home_folder.resolve())
    os.environ["TINHSO_SERVED"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    from tinhso.portal.fonts import build_fonts

    build_fonts(settings.CACHE_FOLDER / "fonts")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
