"""The drill: back up, destroy, restore, verify; and every archive that is not whole is refused."""

import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tinhso.__main__ import main
from tinhso.base.canonical import sha256_file
from tinhso.base.errors import UnusableInput
from tinhso.base.home import Home
from tinhso.path.backup import back_up, restore


@pytest.fixture
def home(published: Home, tmp_path: Path) -> Home:
    copy = Home(Path(shutil.copytree(published.folder, tmp_path / "home")), "33")
    with closing(sqlite3.connect(copy.database)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table decided (what text)")
        database.execute("insert into decided values ('approved')")
        database.commit()
    return copy


def hashes(home: Home) -> dict[str, str]:
    kept = (path for place in (home.received, home.releases) for path in place.rglob("*") if path.is_file())
    return {path.relative_to(home.folder).as_posix(): sha256_file(path) for path in kept}


def test_drill_backup_destroy_restore_verify(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, archive = hashes(home), tmp_path / "away" / "backup.tar.gz"
    assert main(["backup", "--home", str(home.folder), "--to", str(archive)]) == 0
    shutil.rmtree(home.folder)
    again = tmp_path / "again"
    assert main(["restore", str(archive), "--home", str(again)]) == 0
    assert hashes(Home(again, "33")) == before
    assert main(["verify", "--home", str(again), "--from-received"]) == 0
    assert "every hash is the same" in capsys.readouterr().out
    with closing(sqlite3.connect(again / "tinhso.sqlite3")) as database:
        assert database.execute("select what from decided").fetchall() == [("approved",)]


def test_a_backup_taken_while_someone_writes_holds_what_was_committed(home: Home, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home.database)) as writer:
        writer.execute("insert into decided values ('not yet')")
        back_up(home.folder, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / "tinhso.sqlite3")) as database:
        assert database.execute("select count(*) from decided").fetchone() == (1,)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)


def test_keys_go_along_only_when_asked(home: Home, tmp_path: Path) -> None:
    for with_keys in (False, True):
        archive, folder = tmp_path / f"{with_keys}.tar.gz", tmp_path / f"{with_keys}"
        back_up(home.folder, archive, with_keys=with_keys)
        assert archive.stat().st_mode & 0o077 == 0
        restore(archive, folder)
        assert (folder / "keys" / "release.pem").exists() == with_keys
        assert (folder / "keys").stat().st_mode & 0o777 == 0o700
    key = tmp_path / "True" / "keys" / "release.pem"
    assert key.read_bytes() == (home.keys / "release.pem").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_folder_of_homes_goes_along_whole(home: Home, tmp_path: Path) -> None:
    both = tmp_path / "homes"
    shutil.copytree(home.folder, both / "hung-yen")
    shutil.copytree(home.folder, both / "another")
    (both / "cache").mkdir()
    (both / "cache" / "page").write_text("made again when asked", "utf-8")
    back_up(both, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "again")
    assert hashes(Home(tmp_path / "again" / "another", "33")) == hashes(home)
    assert not (tmp_path / "again" / "cache").exists()


def test_a_waiting_delivery_of_any_name_goes_along(home: Home, tmp_path: Path) -> None:
    waiting = home.inbox / "full" / "network.station" / "tmp" / "cache" / "keys"
    waiting.mkdir(parents=True)
    (waiting / "part-journal").write_text("a", "utf-8")
    back_up(home.folder, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "again")
    assert (tmp_path / "again" / waiting.relative_to(home.folder) / "part-journal").read_text("utf-8") == "a"


def test_an_archive_cut_off_or_altered_is_refused(home: Home, tmp_path: Path) -> None:
    archive = tmp_path / "b.tar.gz"
    back_up(home.folder, archive)
    content = archive.read_bytes()
    for n, bad in enumerate((content[: len(content) // 2], content[:1000] + b"!" + content[1001:], b"", b"no archive")):
        archive.write_bytes(bad)
        with pytest.raises(UnusableInput, match="not a whole backup"):
            restore(archive, tmp_path / f"again{n}")
        assert not (tmp_path / f"again{n}").exists()
    assert not list(tmp_path.glob(".again*"))


def test_a_file_missing_or_added_is_named(home: Home, tmp_path: Path) -> None:
    back_up(home.folder, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as old, tarfile.open(tmp_path / "less.tar.gz", "w:gz") as new:
        for entry in old:
            if entry.name != "province.yaml":
                new.addfile(entry, old.extractfile(entry))
    with pytest.raises(UnusableInput, match=r"province\.yaml"):
        restore(tmp_path / "less.tar.gz", tmp_path / "again")


def test_a_folder_in_use_is_left_alone(home: Home, tmp_path: Path) -> None:
    back_up(home.folder, tmp_path / "b.tar.gz")
    with pytest.raises(UnusableInput, match="in use"):
        restore(tmp_path / "b.tar.gz", home.folder)
