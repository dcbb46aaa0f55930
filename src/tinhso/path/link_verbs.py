"""The verbs of linkage on the command line: `link` links a home's registers, `link-files` any files.

Each takes parsed options and returns an exit code; `__main__` puts them beside the other verbs.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import open_home
from tinhso.base.label import Label
from tinhso.base.progress import progress
from tinhso.link.files import link_files as write_links
from tinhso.link.incremental import Judgement, Moved
from tinhso.link.keeping import judge_kept, keep_file, undo_kept, write_entities_table
from tinhso.path.linking import link_home

Options = argparse.Namespace


def link(options: Options) -> int:
    """Link rows of registers that speak of the same person, parcel or enterprise, where something changed."""
    folder = options.home or Path("homes") / (options.province or "dong-nai")
    with progress("link") as report:
        receipts = link_home(open_home(folder), report)
    for receipt in receipts:
        _say(f"{receipt.subject}: {receipt.rows_in} = {receipt.rows_out} + {receipt.rows_rejected}")
    return 0


def link_files(options: Options) -> int:
    """Link two files of any making, or find duplicates in one; with --keep, go on with what was linked before."""
    if options.keep:
        return _keep(options)
    if options.left is None or options.out is None:
        raise UnusableInput(_MISSING)
    n_pairs = write_links(options.definition, options.left, options.right, options.out)
    _say(f"{options.out}: {n_pairs}")
    return 0


def add_link_files(verb: argparse.ArgumentParser) -> None:
    """Add the options of `link-files`."""
    verb.add_argument("left", type=Path, nargs="?", metavar="LEFT")
    verb.add_argument("right", type=Path, nargs="?", metavar="RIGHT")
    verb.add_argument("--definition", type=Path, required=True, help="what is compared and how, as YAML")
    verb.add_argument("--out", type=Path, help="pairs (with --keep: the entity of every row), as .csv or .parquet")
    verb.add_argument("--keep", type=Path, metavar="FOLDER", help="keep entities there; LEFT is the table, or changes")
    verb.add_argument("--together", nargs=2, metavar="ID", help="with --keep: two rows are one entity")
    verb.add_argument("--apart", nargs=2, metavar="ID", help="with --keep: two rows are not one entity")
    verb.add_argument("--undo", type=int, metavar="N", help="with --keep: a decision no longer holds")
    verb.add_argument("--by", default="", help="who decides")
    verb.add_argument("--reason", default="", help="why, kept with the decision")


def _keep(options: Options) -> int:
    """Do what is asked of a kept folder, and print each row that moved: id, entity before, entity now (-1: none)."""
    moved: list[Moved] = []
    if options.left is not None:
        moved += keep_file(options.definition, options.keep, options.left)
    judgements: tuple[tuple[Judgement, Sequence[str] | None], ...] = (
        ("together", options.together),
        ("apart", options.apart),
    )
    for judgement, pair in judgements:
        if pair:
            said = {"by": options.by, "at": options.as_of.isoformat(), "reason": options.reason}
            number, parted = judge_kept(options.definition, options.keep, judgement, pair, **said)
            _say(f"decision {number}: {judgement} {pair[0]} {pair[1]}")
            moved += parted
    if options.undo is not None:
        moved += undo_kept(options.definition, options.keep, options.undo)
    for each in moved:
        _say(f"{each.row_id}\t{each.before}\t{each.after}")
    if options.out:
        _say(f"{options.out}: {write_entities_table(options.definition, options.keep, options.out)}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


_MISSING = Fault(
    Label("thiếu tệp hoặc nơi ghi", "a file or the output is missing", "ขาดไฟล์หรือที่บันทึก"),
    "link-files",
    "LEFT, --out: -",
    Label("một tệp và `--out`", "a file and `--out`", "ไฟล์และ `--out`"),
    Label("Xem `tinhso link-files --help`.", "See `tinhso link-files --help`.", "ดู `tinhso link-files --help`"),
)
