"""The command line: one function a verb, each returning an exit code.

0: fine; 1: something falls short, as a release that does not verify; 2: input that cannot be used, said in four
parts. The clock is read here only, as the default of `--as-of` and for log lines.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from tinhso.base.canonical import sha256_file
from tinhso.base.errors import TinhsoError, UnusableInput
from tinhso.base.home import PROVINCES, Home, make_home, open_home, write_atomically
from tinhso.base.label import LANGUAGES
from tinhso.base.progress import progress
from tinhso.measure import prove as proving
from tinhso.measure import verify as verifying
from tinhso.measure.release import Release, find_releases, read_release
from tinhso.path import connect_verbs, link_verbs, network_verbs
from tinhso.path.backup import back_up
from tinhso.path.backup import restore as restore_backup
from tinhso.path.daily import run_day
from tinhso.path.deliver import receive_inbox, receive_paths
from tinhso.path.invent import invent as invent_deliveries
from tinhso.path.publish import measure_home, publish_home
from tinhso.path.rebuild import rebuild
from tinhso.path.steps import NAME as STEPS
from tinhso.path.steps import step_lines
from tinhso.path.up import bring_up
from tinhso.portal import verbs
from tinhso.registers.check import check_all
from tinhso.registers.receive import DeliveryKind
from tinhso.registers.rejects import write_rejects_xlsx
from tinhso.rooms.network.profiles import write_losses

Options = argparse.Namespace


def say(text: str) -> None:
    """Write a line a person or a program asked for."""
    sys.stdout.write(text + "\n")


def say_json(value: object) -> None:
    """Write a value for a program to read."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def up(options: Options) -> int:
    """Do the whole path on invented deliveries of a province (both by default), and serve the portal."""
    provinces = [options.province or "dong-nai"] if options.province or options.home else list(PROVINCES)
    for name in provinces:
        folder = options.home or Path("homes") / name
        with progress(f"{name}") as report:
            release = bring_up(
                make_home(folder, PROVINCES[name]),
                n_people=options.people,
                seed=options.seed,
                as_of=options.as_of,
                report=report,
                given=options.given,
            )
        say(f"{name}: {release}")
    return 0 if options.no_serve else verbs.serve_folder(options.home or Path("homes"), options.port)


def init(options: Options) -> int:
    """Make the home folder of a province."""
    home = make_home(_folder(options), PROVINCES[options.province or "dong-nai"])
    say(str(home.folder))
    return 0


def invent(options: Options) -> int:
    """Put invented deliveries of every room into the inbox, marked as invented."""
    paths = invent_deliveries(_home(options), n_people=options.people, seed=options.seed, as_of=options.as_of)
    for path in paths:
        say(str(path))
    return 0


def receive(options: Options) -> int:
    """Keep the bytes of the files given, or of all that lies in the inbox, under their hash."""
    home = _home(options)
    if options.files:
        kind: DeliveryKind = "change" if options.change else "full"
        given = {"register": str(options.register), "as_of": options.as_of, "invented": options.invented}
        deliveries = [receive_paths(home, options.files, kind=kind, sender=options.sender, **given)]
    else:
        deliveries = receive_inbox(home, options.as_of)
    for delivery in deliveries:
        say(f"{delivery.register}  {delivery.kind}  {delivery.receipt.id}")
    return 0


def check(options: Options) -> int:
    """Type and constrain what was received, keep what holds, and explain the rest."""
    home = _home(options)
    with progress("check") as report:
        receipts = check_all(home, lambda delivery, done, total: report(delivery.register, done, total))
    for receipt in receipts:
        say(f"{receipt.subject}: {receipt.rows_in} = {receipt.rows_out} + {receipt.rows_rejected}")
        if receipt.rows_rejected and options.rejects:
            path = options.rejects / f"{receipt.subject}-{receipt.id[:8]}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_rejects_xlsx(home, receipt, path, options.language)
            say(f"  {path}")
    return 0


def measure(options: Options) -> int:
    """Link what changed, and run every indicator over the registers."""
    with progress("measure") as report:
        measurement = measure_home(_home(options), options.as_of, report)
    say(f"{len(measurement.observations)} observations, {len(measurement.receipts)} receipts")
    return 0


def publish(options: Options) -> int:
    """Publish what was measured as a signed, immutable release."""
    say(str(publish_home(_home(options))))
    return 0


def run(options: Options) -> int:
    """Do the day's work: finish decisions, pull, receive, check, link, measure, propose; a line of JSON a step."""
    from tinhso.portal.serve import gather_pairs, settle_desks  # Django is loaded only where people decide something

    home = _home(options)
    at = datetime.fromisoformat(_now())
    is_settled = settle_desks(home, _log)
    day = run_day(home, options.as_of, _log, at=at)
    gather_pairs(home, at, _log)
    return 1 if day.n_refused or day.n_failed or not is_settled else 0


def _log(line: dict[str, object]) -> None:
    say(json.dumps({"at": _now(), **line}, ensure_ascii=False))


def backup(options: Options) -> int:
    """Write a home, or a folder of homes, into one checksummed archive."""
    n_files = back_up(_folder(options), options.to, with_keys=options.with_keys)
    say(f"{options.to}: {n_files} files, sha256 {sha256_file(options.to)}")
    return 0


def restore(options: Options) -> int:
    """Bring a backup back into a new folder, every file checked by its hash."""
    n_files = restore_backup(options.archive, _folder(options))
    say(f"{_folder(options)}: {n_files} files")
    return 0


def prove(options: Options) -> int:
    """Print the chain from a published value down to the bytes received, with law and parameters."""
    home = _home(options)
    release = _release(home, options.release)
    area = options.area or home.province
    period = options.period or proving.newest_period(release, options.indicator, area)
    proof = proving.prove(release, options.indicator, area, period)
    if options.json:
        say_json(proof.as_dict())
    else:
        say("\n".join(proving.proof_lines(proof, release.read("law.json"), options.language)))
    return 0 if proof.holds else 1


def verify(options: Options) -> int:
    """Check a release from its files alone; with --from-received, make it again from the kept bytes and compare."""
    folder = options.release or _newest(_home(options))
    arguments = [str(folder), *(["--key", options.key] if options.key else [])]
    code = verifying.main(arguments)
    if code or not options.from_received:
        return code
    with tempfile.TemporaryDirectory() as scratch:
        different = rebuild(_home(options), options.into or Path(scratch) / "again")
    same = "OK made again from the received bytes: every hash is the same"
    say("\n".join(f"FAULT {line}" for line in different) or same)
    return 1 if different else 0


def status(options: Options) -> int:
    """List every promise with its value, target and status, or why it is not measured."""
    rows = _release(_home(options), options.release).read("plan.json")["status"]
    if options.json:
        say_json(rows)
        return 0
    for row in rows:
        label = row["label"][options.language] if isinstance(row["label"], dict) else row["label"]
        target = f"{row['comparison'] or ''}{row['target'] or ''} {row['year'] or ''}".strip()
        say(f"{row['status']:<13} {','.join(_as_list(row['seed'])):<10} {row['value'] or '–':<14} {target:<16} {label}")
    return 0


def steps(options: Options) -> int:
    """Say of each pair of registers whether they are in step, what conflicts, and who mends it."""
    release = _release(_home(options), options.release)
    if options.json:
        say_json(release.find(STEPS))
    else:
        say("\n".join(step_lines(release, options.language)))
    return 0


def report(options: Options) -> int:
    """Write the steering committee's report of a release, with what moved since an earlier one and why."""
    from tinhso.portal.serve import write_report  # Django is loaded by this verb and by `serve` alone

    home = _home(options)
    now, since = options.release or _newest(home), options.since
    content = write_report(
        home, now.name, since and since.name, form=options.format, language=options.language, site=options.site
    )
    write_atomically(options.out, content)
    say(f"{options.out}: {len(content)} bytes")
    return 0


def loss(options: Options) -> int:
    """Print the basic transmission loss of path profiles by ITU-R P.1812, row by row in dB."""
    return write_losses(options.profiles, as_json=options.json, out=sys.stdout)


def _folder(options: Options) -> Path:
    return options.home or Path("homes") / (options.province or "dong-nai")


def _home(options: Options) -> Home:
    return open_home(_folder(options))


def _newest(home: Home) -> Path:
    releases = find_releases(home)
    if not releases:
        raise UnusableInput(proving.no_release(str(home.releases)))
    return releases[-1]


def _release(home: Home, folder: Path | None) -> Release:
    return read_release(folder or _newest(home))


def _as_list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


VERBS: dict[str, Callable[[Options], int]] = {
    "up": up, "init": init, "invent": invent, "receive": receive, "check": check, "cover": network_verbs.cover,
    "plan-sites": network_verbs.plan_sites, "link": link_verbs.link, "measure": measure,
    "publish": publish, "prove": prove, "verify": verify, "status": status, "serve": verbs.serve, "loss": loss,
    "run": run, "pull": connect_verbs.pull, "backup": backup, "restore": restore, "report": report,
    "link-files": link_verbs.link_files, "work": verbs.work, "seat": verbs.seat,
    "steps": steps,
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar: every verb with one sentence of help."""
    top = argparse.ArgumentParser(prog="tinhso", description="A resolution you can run.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, function in VERBS.items():
        verb = verbs.add_parser(name, help=function.__doc__, description=function.__doc__)
        _add_common(verb)
        if name in _ADD:
            _ADD[name](verb)
    return top


def _add_common(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--home", type=Path, help="the province's folder (default: homes/PROVINCE)")
    verb.add_argument("--province", choices=sorted(PROVINCES), help="which province (default: dong-nai)")
    verb.add_argument("--language", choices=LANGUAGES, default=os.environ.get("TINHSO_LANGUAGE", "vi"))
    verb.add_argument("--as-of", type=date.fromisoformat, default=_today(), help="the day of reading, as 2026-11-22")


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - the one place that reads the clock


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")  # noqa: TID251 - for log lines only


def _add_up(verb: argparse.ArgumentParser) -> None:
    _add_invent(verb)
    verb.add_argument("--given", type=Path, help="a folder of public files to receive as real deliveries")
    verb.add_argument("--no-serve", action="store_true", help="do not start the portal")
    verb.add_argument("--port", type=int, default=8000)


def _add_invent(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--people", type=int, default=60_000, help="how many people the invented registers are for")
    verb.add_argument("--seed", type=int, default=57)


def _add_receive(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("files", nargs="*", type=Path, help="files or a folder of parts; none: the inbox")
    verb.add_argument("--register", help="the register they are for, as services.dossier")
    verb.add_argument("--change", action="store_true", help="rows to insert, replace or delete, not the whole register")
    verb.add_argument("--invented", action="store_true", help="mark the delivery as invented")
    verb.add_argument("--sender", default="", help="who sent it, where it is not the agency the contract names")


def _add_check(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--rejects", type=Path, help="folder to write rejected rows to, as XLSX with a reason per cell")


def _add_prove(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("indicator", help="as services.online_share")
    verb.add_argument("--area", help="code of a commune or province (default: the province)")
    verb.add_argument("--period", help="2025, 2025-Q1 or 2025-07 (default: the newest)")
    _add_release(verb)


def _add_verify(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("release", nargs="?", type=Path, help="folder of a release (default: the newest of the home)")
    verb.add_argument("--key", help="the publisher's public key, known from elsewhere")
    verb.add_argument("--from-received", action="store_true", help="make it again from the kept bytes and compare")
    verb.add_argument("--into", type=Path, help="new folder to make it again in (default: a temporary one)")


def _add_release(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--release", type=Path, help="folder of a release (default: the newest of the home)")
    verb.add_argument("--json", action="store_true", help="for a program to read")


def _add_backup(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--to", type=Path, required=True, metavar="FILE", help="the archive to write, as backup.tar.gz")
    verb.add_argument("--with-keys", action="store_true", help="keys too; keep such an archive as safe as the keys")


def _add_restore(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("archive", type=Path, metavar="FILE", help="what `tinhso backup` wrote")


def _add_report(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--release", type=Path, help="folder of a release (default: the newest of the home)")
    verb.add_argument("--since", type=Path, metavar="RELEASE", help="the earlier release (default: the one before)")
    verb.add_argument("--format", choices=("pdf", "docx"), default="pdf")
    verb.add_argument("--site", default="http://localhost:8000", help="the portal's address, for the QR code")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE")


def _add_loss(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("profiles", nargs="+", type=Path, metavar="PROFILE")
    verb.add_argument("--json", action="store_true", help="for a program to read")


_ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "up": _add_up, "invent": _add_invent, "receive": _add_receive, "check": _add_check, "prove": _add_prove,
    "verify": _add_verify, "status": _add_release, "serve": verbs.add_serve, "loss": _add_loss,
    "pull": connect_verbs.add_pull, "backup": _add_backup, "restore": _add_restore, "report": _add_report,
    "link-files": link_verbs.add_link_files, "plan-sites": network_verbs.add_plan_sites, "work": verbs.add_work,
    "seat": verbs.add_seat, "steps": _add_release,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return its exit code; a fault of the input is said in four parts in the reader's language."""
    options = parser().parse_args(arguments)
    try:
        return VERBS[options.verb](options)
    except TinhsoError as error:
        sys.stderr.write(error.text(options.language) + "\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
