"""Check a release of tinhso from its files alone. One file, the Python standard library and `cryptography`; no tinhso.

    python verify.py RELEASE_FOLDER [--key PUBLIC_KEY_HEX] [--received FOLDER]

It reads the format for itself and takes nothing from the program that wrote it. It checks the signature, every file's
hash, that no file was added, the Merkle root, each value's division, and each receipt's chain down to bytes received;
with `--received`, also that those bytes are there unchanged. Exit 0: it holds; 1: something does not; 2: no release.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "tinhso-release/1"
FIELDS = ["indicator", "area", "period", "numerator", "denominator", "value", "status", "receipt", "invented"]
WITHOUT_VALUE = {"no_data", "not_applicable", "suppressed"}


def check_release(folder: Path, key: str | None = None, received: Path | None = None) -> list[str]:
    """Return what does not hold, each line naming its file; empty when the whole release does."""
    try:
        signature, manifest_bytes = (folder / "signature.json").read_bytes(), (folder / "manifest.json").read_bytes()
    except OSError as error:
        return [f"{error.filename}: missing or unreadable; a release has manifest.json and signature.json"]
    faults = check_signature(signature, manifest_bytes, key)
    if faults:
        return faults
    manifest = json.loads(manifest_bytes)
    if manifest.get("format") != FORMAT:
        return [f"manifest.json: format {manifest.get('format')!r}, expected {FORMAT!r}; use the verify.py of its time"]
    faults = check_files(folder, manifest)
    return faults or check_content(folder, manifest, received)


def check_signature(signature: bytes, manifest: bytes, key: str | None) -> list[str]:
    """Return whether signature.json is in its one form, holds for the digest it names, and that is manifest.json's."""
    try:
        said = json.loads(signature)
        as_written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"]))
        public.verify(bytes.fromhex(said["signature"]), said["manifest_sha256"].encode())
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature) as error:
        return [f"signature.json: does not hold ({type(error).__name__}); it was changed or signed by another key"]
    one_form = all(bytes.fromhex(said[name]).hex() == said[name] for name in ("public_key", "signature"))
    if as_written != signature or not one_form or said.get("algorithm") != "ed25519" or len(said) != 4:
        return ["signature.json: not in its canonical form; it was changed"]
    if key is not None and said["public_key"] != key.lower():
        return [f"signature.json: signed by {said['public_key']}, expected {key}; not this publisher's release"]
    if hashlib.sha256(manifest).hexdigest() != said["manifest_sha256"]:
        return ["manifest.json: differs from what was signed; it was changed"]
    return []


def check_files(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Return the files that are missing, changed or not listed."""
    faults = []
    for name, listed in manifest["files"].items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            faults.append(f"{name}: missing; the manifest lists it")
            continue
        if hashlib.sha256(content).hexdigest() != listed["sha256"] or len(content) != listed["bytes"]:
            faults.append(f"{name}: differs from the manifest; it was changed")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    extra = present - set(manifest["files"]) - {"manifest.json", "signature.json"}
    return faults + [f"{name}: not in the manifest; it was added" for name in sorted(extra)]


def check_content(folder: Path, manifest: dict[str, Any], received: Path | None) -> list[str]:
    """Return what the observations and receipts say that does not follow from them."""
    header, *lines = (folder / "observations.csv").read_text("utf-8").splitlines()
    proofs = (folder / "receipts.jsonl").read_text("utf-8").splitlines()
    faults = [] if header == ",".join(FIELDS) else ["observations.csv: other columns"]
    if merkle_root(lines + proofs) != manifest["merkle_root"]:
        faults.append("manifest.json: its Merkle root is not that of observations.csv and receipts.jsonl")
    if (len(lines), len(proofs)) != (manifest["n_observations"], manifest["n_receipts"]):
        faults.append("manifest.json: its counts are not those of observations.csv and receipts.jsonl")
    receipts = {receipt["id"]: receipt for receipt in map(json.loads, proofs)}
    rows = [dict(zip(FIELDS, line.split(","), strict=True)) for line in lines]
    faults += check_receipts(receipts) + check_observations(rows, receipts) + check_definitions(folder, receipts)
    return faults + (check_received(receipts, received) if received else [])


def merkle_root(lines: list[str]) -> str:
    """Return the root after RFC 6962 section 2.1, by its recursive definition."""
    if not lines:
        return hashlib.sha256(b"").hexdigest()
    level = [hashlib.sha256(b"\x00" + line.encode()).digest() for line in lines]
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[2 * len(paired) :]
    return level[0].hex()


def check_receipts(receipts: dict[str, Any]) -> list[str]:
    """Return receipts whose id is not their content's, or whose inputs are not there."""
    faults = []
    for id_, receipt in receipts.items():
        content = {name: value for name, value in receipt.items() if name != "id"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != id_:
            faults.append(
                f"receipts.jsonl: receipt {id_[:12]} of {receipt['subject']} does not have its content's hash"
            )
        inputs = receipt["inputs"]
        chained = [value for name, value in inputs.items() if name.startswith("receipt:")]
        if any(value not in receipts for value in chained):
            faults.append(
                f"receipts.jsonl: {receipt['subject']} ({receipt['step']}) rests on a receipt that is missing"
            )
        if receipt["step"] == "receive" and not any(name.startswith("bytes:") for name in inputs):
            faults.append(f"receipts.jsonl: {receipt['subject']} was received without bytes")
        if receipt["step"] != "receive" and not chained:
            faults.append(f"receipts.jsonl: {receipt['subject']} ({receipt['step']}) rests on nothing")
        if any(receipts[value]["invented"] for value in chained if value in receipts) and not receipt["invented"]:
            faults.append(f"receipts.jsonl: {receipt['subject']} lost the mark *invented* of what it rests on")
        if receipt["step"] == "check" and receipt["rows_out"] + receipt["rows_rejected"] != receipt["rows_in"]:
            faults.append(f"receipts.jsonl: {receipt['subject']}: accepted + rejected is not received")
    return faults


def check_observations(rows: list[dict[str, Any]], receipts: dict[str, Any]) -> list[str]:
    """Return observations whose value is not the division of their counts, or whose receipt is not theirs."""
    faults, by_receipt = [], defaultdict(list)
    for row in rows:
        name = f"observations.csv: {row['indicator']} {row['area']} {row['period']}"
        receipt = receipts.get(row["receipt"])
        if receipt is None or receipt["step"] != "measure" or receipt["subject"] != row["indicator"]:
            faults.append(f"{name} has no receipt of its own")
            continue
        if receipt["invented"] != (row["invented"] == "true"):
            faults.append(f"{name} does not carry its receipt's mark *invented*")
        if row["status"] in WITHOUT_VALUE:
            if row["numerator"] or row["denominator"] or row["value"]:
                faults.append(f"{name} shows figures though it is {row['status']}")
        elif row["status"] != "ok" or row["value"] != divided(row["numerator"], row["denominator"]):
            faults.append(f"{name} is {row['value']}, which is not {row['numerator']} / {row['denominator'] or 1}")
        by_receipt[row["receipt"]].append(",".join([*(row[field] for field in FIELDS[:7]), "", row["invented"]]))
    for id_, lines in by_receipt.items():
        if hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() != receipts[id_]["content"]:
            faults.append(f"observations.csv: {receipts[id_]['subject']} is not what its receipt says was found")
    return faults


def divided(numerator: str, denominator: str) -> str:
    """Return numerator / denominator as published: ten decimals, half to even, no trailing zeros."""
    if denominator in {"", "0"}:
        return numerator if denominator == "" else "?"
    exact = Context(prec=40, rounding=ROUND_HALF_EVEN).divide(Decimal(numerator), Decimal(denominator))
    text = format(exact.quantize(Decimal("1e-10"), ROUND_HALF_EVEN), "f")
    return text.rstrip("0").rstrip(".") or "0"


def check_definitions(folder: Path, receipts: dict[str, Any]) -> list[str]:
    """Return receipts whose definition is not among the release's definitions."""
    present = {hash_of_text(path) for path in (folder / "definitions").rglob("*") if path.is_file()}
    wanted = {r["definition"]: r["subject"] for r in receipts.values() if r["step"] in {"measure", "link", "check"}}
    return [f"definitions: that of {subject} is missing" for hash_, subject in wanted.items() if hash_ not in present]


def hash_of_text(path: Path) -> str:
    """Return the hash of a definition's text with line ends made equal."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_received(receipts: dict[str, Any], received: Path) -> list[str]:
    """Return received bytes that are missing from a folder or changed in it."""
    faults = []
    for receipt in receipts.values():
        hashes = [value for name, value in receipt["inputs"].items() if name.startswith("bytes:")]
        for value in hashes:
            path = received / value[:2] / value
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != value:
                faults.append(f"received/{value[:2]}/{value}: missing or changed; {receipt['subject']} rests on it")
    return faults


def main(arguments: list[str] | None = None) -> int:
    """Run the check and say what was found."""
    parser = argparse.ArgumentParser(description="Check a release of tinhso from its files alone.")
    parser.add_argument("release", type=Path)
    parser.add_argument("--key", help="the publisher's public key, known from elsewhere")
    parser.add_argument("--received", type=Path, help="the received/ folder, to check the bytes as well")
    options = parser.parse_args(arguments)
    if not options.release.is_dir():
        sys.stderr.write(f"{options.release}: no folder; expected the unpacked release\n")
        return 2
    faults = check_release(options.release, options.key, options.received)
    for fault in faults:
        sys.stdout.write(f"FAULT {fault}\n")
    if not faults:
        manifest = json.loads((options.release / "manifest.json").read_text("utf-8"))
        key = json.loads((options.release / "signature.json").read_text("utf-8"))["public_key"]
        counts = f"{manifest['n_observations']} observations, {manifest['n_receipts']} receipts"
        sys.stdout.write(f"OK {manifest['id']}: {counts}; root {manifest['merkle_root']}; key {key}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
