"""What is downloaded is what was published: the archive verifies, and nothing outside a release is given."""

import io
import zipfile
from pathlib import Path

from tinhso.measure.verify import check_release


def test_the_downloaded_release_verifies(client, edition, tmp_path):
    response = client.get(f"/files/dong-nai/{edition.id}.zip")
    zipfile.ZipFile(io.BytesIO(response.content)).extractall(tmp_path)
    assert check_release(tmp_path / edition.id) == []


def test_the_archive_is_the_same_each_time(client, edition):
    path = f"/files/dong-nai/{edition.id}.zip"
    assert client.get(path).content == client.get(path).content


def test_each_file_is_given_byte_for_byte(client, edition):
    for name in ("manifest.json", "signature.json", "observations.csv", "plan.json"):
        given = b"".join(client.get(f"/files/dong-nai/{edition.id}/{name}").streaming_content)
        assert given == (edition.release.folder / name).read_bytes()


def test_nothing_outside_a_release_is_given(client, edition):
    for path in ("../../keys/release.pem", "..%2f..%2fprovince.yaml", "none.json"):
        assert client.get(f"/files/dong-nai/{edition.id}/{path}").status_code == 404
    assert client.get("/files/dong-nai/2020-01-01-1.zip").status_code == 404


def test_the_verifying_program_is_given_as_it_is(client):
    from tinhso.measure import verify

    given = b"".join(client.get("/files/verify.py").streaming_content)
    assert given == Path(verify.__file__).read_bytes()


def test_the_page_of_a_release_says_how_to_verify_it(client, edition):
    html = client.get(f"/en/dong-nai/releases/{edition.id}/").content.decode()
    assert "python verify.py" in html
    assert edition.release.manifest["merkle_root"] in html
