"""The daily run proposes and never publishes, repeats to nothing, survives a kill, and bad deliveries stop no other."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tinhso.__main__ import main
from tinhso.base.errors import UnusableInput
from tinhso.base.home import Home
from tinhso.measure.proposal import find_proposal, publish_proposal
from tinhso.measure.release import find_releases, read_release
from tinhso.path import daily
from tinhso.path.daily import run_day
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.receive import read_deliveries

DAY = date(2026, 11, 23)


Ran = tuple[Home, list[dict[str, object]]]


@pytest.fixture
def home(published: Home, tmp_path: Path) -> Home:
    return waiting_home(published, tmp_path / "home")


@pytest.fixture(scope="module")
def once(published: Home, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A home after its daily run, and the lines it logged; to be read only."""
    home = waiting_home(published, tmp_path_factory.mktemp("once") / "home")
    return home, log_of(home)


@pytest.fixture
def ran(once: Ran, tmp_path: Path) -> Home:
    """A home after its daily run, to be written to."""
    return Home(Path(shutil.copytree(once[0].folder, tmp_path / "ran")), "33")


def waiting_home(published: Home, folder: Path) -> Home:
    """A copy of the published home with an inbox of one known delivery, one unreadable, and one of no register."""
    copy = Home(Path(shutil.copytree(published.folder, folder)), "33")
    stations = next(d for d in read_deliveries(copy) if d.register == "network.station")
    put(copy, "invented/full/network.station/tram.csv", without_last_row(stations.files[0].path(copy).read_bytes()))
    put(copy, "full/services.dossier/Nguyen Van A.xlsx", b"PK not a workbook")
    put(copy, "full/no.such_register/x.csv", b"a\n1\n")
    return copy


def put(home: Home, name: str, content: bytes) -> None:
    path = home.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def without_last_row(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-1])


def log_of(home: Home) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    run_day(home, DAY, lines.append)
    return lines


def test_good_deliveries_pass_and_bad_ones_are_logged(once: Ran) -> None:
    home, lines = once
    results = {(line["step"], line.get("register")): line.get("result") for line in lines}
    assert results[("receive", "no.such_register")] == "refused"
    assert results[("check", "services.dossier")] == "refused"
    assert results[("check", "network.station")] == "checked"
    assert lines[-1] == {"step": "done", "received": 2, "checked": 1, "refused": 2}
    assert (home.inbox / "full/no.such_register/x.csv").exists()
    for line in lines:
        if "rows" in line:
            assert line["rows"] == int(str(line["accepted"])) + int(str(line["rejected"]))


def test_log_lines_name_no_file_and_no_person(once: Ran) -> None:
    assert "Nguyen" not in json.dumps(once[1])


def test_nothing_becomes_public_before_it_is_approved(once: Ran, release: Path) -> None:
    home, _ = once
    assert [folder.name for folder in find_releases(home)] == [release.name]
    proposal = find_proposal(home)
    assert proposal is not None
    assert not (proposal / "signature.json").exists()
    assert read_release(proposal).manifest["previous"] == release.name


def test_running_again_changes_nothing(ran: Home) -> None:
    before = find_proposal(ran)
    again = log_of(ran)
    assert find_proposal(ran) == before
    # The one that cannot be read is said again each day, until a later delivery of its register is accepted.
    assert again[-1] == {"step": "done", "received": 0, "checked": 0, "refused": 2}


@pytest.mark.slow
def test_killed_at_any_step_and_run_again_it_gives_the_same(
    home: Home, once: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("receive_waiting", "check", "measure_home", "propose_home"):
        with monkeypatch.context() as patch:
            patch.setattr(daily, step, killed_after(getattr(daily, step)))
            with pytest.raises(KeyboardInterrupt):
                log_of(home)
    log_of(home)
    found, wanted = find_proposal(home), find_proposal(once[0])
    assert found and wanted
    assert (found.parent.name, found.name) == (wanted.parent.name, wanted.name)


def killed_after(step: Callable[..., object]) -> Callable[..., None]:
    def killed(*given: object) -> None:
        step(*given)
        raise KeyboardInterrupt

    return killed


def test_an_approved_proposal_is_published_byte_for_byte(ran: Home) -> None:
    proposal = find_proposal(ran)
    assert proposal is not None
    manifest = (proposal / "manifest.json").read_bytes()
    release = publish_proposal(ran, proposal)
    assert (release / "manifest.json").read_bytes() == manifest
    assert main(["verify", str(release)]) == 0
    assert find_proposal(ran) is None
    with pytest.raises(UnusableInput, match="no longer follows"):
        publish_proposal(ran, proposal)


def test_an_altered_proposal_is_refused(ran: Home) -> None:
    proposal = find_proposal(ran)
    assert proposal is not None
    (proposal / "observations.csv").write_text("altered", "utf-8")
    with pytest.raises(UnusableInput, match="altered"):
        publish_proposal(ran, proposal)


def test_a_proposal_overtaken_by_a_release_is_refused(ran: Home) -> None:
    proposal = find_proposal(ran)
    assert proposal is not None
    measure_home(ran, DAY + timedelta(days=1))
    publish_home(ran)
    with pytest.raises(UnusableInput, match="no longer follows"):
        publish_proposal(ran, proposal)


def test_a_proposal_that_is_public_already_is_taken_away(ran: Home) -> None:
    proposal = find_proposal(ran)
    assert proposal is not None
    release = publish_home(ran)
    assert publish_proposal(ran, proposal) == release
    assert find_proposal(ran) is None


def test_what_a_stopped_process_left_half_written_is_no_release(home: Home, release: Path) -> None:
    shutil.copytree(home.releases / release.name, home.releases / ".2026-11-23-1.part")
    assert [folder.name for folder in find_releases(home)] == [release.name]


def test_the_verb_writes_one_json_line_a_step(ran: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--home", str(ran.folder), "--as-of", DAY.isoformat()]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"receive", "check", "measure", "propose", "done"} == {line["step"] for line in lines}
    assert all("at" in line for line in lines)
