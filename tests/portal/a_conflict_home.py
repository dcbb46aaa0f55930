"""Copies of the small homes in which the registers of people and land have come, conflicts included."""

import shutil
from datetime import date
from pathlib import Path

from tinhso.base.home import open_home
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import SAMPLES
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene

AS_OF = date(2026, 11, 22)


def with_conflicts(homes: Path, folder: Path) -> Path:
    """Copy homes into a folder, deliver people and land to Đồng Nai, and return the folder."""
    for name in ("dong-nai", "hung-yen"):
        shutil.copytree(homes / name, folder / name)
    home = open_home(folder / "dong-nai")
    for room in ("population", "land"):
        for delivery in SAMPLES[room](Scene("75", 3_000, 57, AS_OF)):
            delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    return folder
