"""A small home of the finance room alone, received, checked and published."""

from datetime import date

import pytest

from tinhso.base.home import make_home
from tinhso.path.deliver import receive_inbox
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.finance import sample

DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("finance") / "home", "75")
    for delivery in sample.deliveries(Scene("75", 400, 5, DAY)):
        delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, DAY)
    check_all(home)
    measure_home(home, DAY)
    return publish_home(home)
