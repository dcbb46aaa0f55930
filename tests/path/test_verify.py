"""The independent program: a whole release passes, and one flipped byte of any file is found and named."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.measure import verify
from tinhso.measure.merkle import root
from tinhso.measure.signing import signature
from tinhso.measure.verify import check_release, check_signature


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_release_holds(release: Path, published: Home) -> None:
    assert check_release(release, received=published.received) == []


def test_it_runs_alone_without_the_product(release: Path, tmp_path: Path) -> None:
    program = shutil.copy(verify.__file__, tmp_path / "verify.py")
    command = [sys.executable, "-I", str(program), str(release)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout[:3]) == (0, "OK "), done.stdout + done.stderr
    assert "import tinhso" not in Path(program).read_text("utf-8")
    assert "from tinhso" not in Path(program).read_text("utf-8")


def test_one_flipped_byte_of_any_file_is_found_and_named(release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    for name in names(copy):
        path = copy / name
        content = path.read_bytes()
        at = int(sha256(name.encode()).hexdigest(), 16) % len(content)
        for place in {at, len(content) - 1}:
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            faults = check_release(copy)
            assert any(fault.startswith(f"{name}: ") for fault in faults), f"{name} byte {place}: {faults}"
        path.write_bytes(content)
    assert check_release(copy) == []


def test_every_bit_of_the_signature_and_every_byte_of_the_manifest_counts(release: Path) -> None:
    manifest, signed = (release / "manifest.json").read_bytes(), (release / "signature.json").read_bytes()
    for place in range(len(signed)):
        for bit in range(8):
            changed = signed[:place] + bytes([signed[place] ^ 1 << bit]) + signed[place + 1 :]
            assert check_signature(changed, manifest, None)[0].startswith("signature.json: "), (place, bit)
    for place in range(0, len(manifest), max(1, len(manifest) // 300)):
        changed = manifest[:place] + bytes([manifest[place] ^ 32]) + manifest[place + 1 :]
        assert check_signature(signed, changed, None)[0].startswith("manifest.json: ")


def test_missing_and_added_files_are_named(release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    (copy / "law.json").unlink()
    (copy / "extra.txt").write_text("x")
    assert check_release(copy) == [
        "law.json: missing; the manifest lists it",
        "extra.txt: not in the manifest; it was added",
    ]


def test_another_publisher_is_told_apart(release: Path) -> None:
    assert check_release(release, key="00" * 32)[0].startswith("signature.json: signed by ")


def test_changed_received_bytes_are_named(release: Path, published: Home, tmp_path: Path) -> None:
    received = Path(shutil.copytree(published.received, tmp_path / "received"))
    kept = next(path for path in sorted(received.glob("??/*")) if len(path.name) == 64)
    kept.write_bytes(kept.read_bytes()[:-1])
    assert any(kept.name in fault for fault in check_release(release, received=received))


def forged(release: Path, home: Home, tmp_path: Path, change: dict[str, str]) -> list[str]:
    """Return what is found in a release whose figures were changed and which its publisher signed again."""
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    for name, text in change.items():
        (copy / name).write_text(text, "utf-8")
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    for name in change:
        content = (copy / name).read_bytes()
        manifest["files"][name] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    lines = (copy / "observations.csv").read_text("utf-8").splitlines()[1:]
    proofs = (copy / "receipts.jsonl").read_text("utf-8").splitlines()
    manifest["merkle_root"] = root([*lines, *proofs])
    content = canonical_json(manifest) + b"\n"
    (copy / "manifest.json").write_bytes(content)
    (copy / "signature.json").write_bytes(signature(home, content))
    return check_release(copy)


def test_a_typed_in_figure_is_found_though_signed(release: Path, published: Home, tmp_path: Path) -> None:
    text = (release / "observations.csv").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("services.online_share,33,2025,"))
    numerator = line.split(",")[3]
    typed = text.replace(line, line.replace(f",{numerator},", f",{int(numerator) + 1},", 1))
    faults = forged(release, published, tmp_path, {"observations.csv": typed})
    assert any("which is not" in fault for fault in faults)
    assert any("is not what its receipt says" in fault for fault in faults)


def test_a_lost_mark_is_found_though_signed(release: Path, published: Home, tmp_path: Path) -> None:
    text = (release / "observations.csv").read_text("utf-8").replace(",true\n", ",false\n", 1)
    assert any("mark *invented*" in fault for fault in forged(release, published, tmp_path, {"observations.csv": text}))


def test_no_folder_is_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([str(tmp_path / "none")]) == 2
    assert "no folder" in capsys.readouterr().err
