"""The desk of connections: how each stands, in plain words, for those whose registers they fill."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from tinhso.base.home import Home, make_home
from tinhso.path.connect import pull_due
from tinhso.people.models import Seat
from tinhso.portal.desks.connections import shown_connections

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
HEAD = "label: {vi: Trạm, en: Stations, th: สถานี}\nregister: network.facility\nkind: folder\n"


@pytest.fixture
def home(homes: Path, tmp_path: Path) -> Home:
    made = make_home(tmp_path / "home", "75")
    place = made.folder / "connections"
    place.mkdir()
    (made.folder / "exchange").mkdir()
    place.joinpath("a-good.yaml").write_text(HEAD + "path: exchange\n", "utf-8")
    place.joinpath("b-gone.yaml").write_text(HEAD + "path: nowhere\nsender: so-xd\n", "utf-8")
    place.joinpath("c-broken.yaml").write_text(HEAD, "utf-8")
    return made


@translation.override("vi")
def test_each_connection_stands_with_its_lag_and_fault(home: Home) -> None:
    seat = Seat(province="dong-nai", role="steward")
    before = shown_connections(home, seat, AT)
    assert [(row.is_late, row.lag) for row in before] == [(True, "–")] * 3
    assert pull_due(home, AT, AT.date(), lambda _: None) == 2
    good, gone, broken = shown_connections(home, seat, AT + timedelta(hours=5))
    assert (good.is_late, good.faults, good.lag) == (False, [], "5 giờ")
    assert "không thấy thư mục" in gone.faults[0] and "nowhere" in gone.faults[0]
    assert broken.connection is None and "path: missing" in broken.faults[0]
    assert shown_connections(home, seat, AT + timedelta(days=4))[0].is_late


def test_an_agency_sees_its_own_connections_alone(home: Home) -> None:
    seat = Seat(province="dong-nai", role="officer", agency="so-xd")
    assert [row.name for row in shown_connections(home, seat, AT)] == ["b-gone"]
