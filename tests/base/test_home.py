"""Files of a home are whole or absent, also when threads of one server write the same file at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tinhso.base.home import write_atomically


def test_threads_that_write_one_file_leave_one_of_their_contents(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "page"
    contents = [bytes([n]) * 5_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_atomically(path, content), contents * 10))
    assert path.read_bytes() in contents
    assert [each.name for each in path.parent.iterdir()] == ["page"]
