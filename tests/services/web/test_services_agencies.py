"""The public pages of bodies: what they handle, when they are open, what the newest release says of them."""

import json
from pathlib import Path

import pytest
from a_dossier import HERE
from django.test import Client

from tinhso.base.home import make_home
from tinhso.rooms.services.web import bodies
from tinhso.rooms.services.web.catalogued import procedures

YEAR = {"body": "land_office", "period": "2025", "status": "ok", "share": "0.875000"}
PART = {"label": {"vi": "Điểm tối đa: giải quyết đúng hạn", "en": "Most points: on time", "th": "คะแนนเต็ม"},
        "part": "index766_on_time_points", "at_most": "20.0000", "points": "17.5000"}  # fmt: skip
SMALL = {"body": "school", "period": "2025", "status": "suppressed"}
DOCUMENT = {
    "invented": True,
    "settled": [{**YEAR, "period": "2024", "share": "0.1"}, YEAR, {**YEAR, "period": "2025-11"}, SMALL],
    "online": [YEAR],
    "points": [{**YEAR, **PART}, {**SMALL, **PART, "points": ""}],
}


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one release that holds figures of bodies."""
    home = make_home(tmp_path / "dong-nai", "75")
    folder = home.releases / "2026-06-01-1"
    (folder / "services").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"files": {"services/agencies.json": ""}}))
    (folder / "services/agencies.json").write_text(json.dumps(DOCUMENT))
    monkeypatch.setattr(bodies, "find_home", lambda province: home if province == "dong-nai" else None)
    return folder


def test_the_list_shows_the_last_whole_year_and_what_is_too_small(client: Client, release: Path) -> None:
    page = client.get(f"{HERE}agencies/").content.decode()
    assert "87,5" in page and "(2025)" in page and "10,0" not in page
    assert "quá ít trường hợp" in page and "2026-06-01-1" in page and "invented-bar" in page


def test_one_body_with_its_points_hours_and_procedures(client: Client, release: Path) -> None:
    page = client.get(f"{HERE}agencies/land_office/").content.decode()
    assert "17,5" in page and "giải quyết đúng hạn" in page and "07:30–11:30" in page
    for procedure in procedures().values():
        assert (f"/services/{procedure.id}/" in page) == (procedure.agency == "land_office")
    police = client.get(f"{HERE}agencies/commune_police/").content.decode()
    assert "thứ Bảy" in police and "thứ Bảy" not in page and "Chưa có năm nào" in police


def test_without_a_release_the_pages_stand_and_a_procedure_leads_to_them(client: Client) -> None:
    for language in ("vi", "en", "th"):
        assert client.get(f"/{language}/hung-yen/services/agencies/").status_code == 200
        assert client.get(f"/{language}/hung-yen/services/agencies/school/").status_code == 200
    assert client.get(f"{HERE}agencies/none/").status_code == 404
    page = client.get(f"{HERE}land_mortgage/").content.decode()
    assert f"{HERE}agencies/{procedures()['land_mortgage'].agency}/" in page
