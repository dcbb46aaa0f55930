"""The linkages of a release: for each, what is linked, by which definition, how much, and how right it probably is.

Takes a home, gives the values of `links.json`. All figures come from the receipts of linking; shares are text.
"""

from collections.abc import Mapping

from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.engine import open_store
from tinhso.link.applied import links_in
from tinhso.link.linkage import Linkage, read_linkages
from tinhso.registers.history import receipts_in

_COUNTS = ("n_right", "n_kept", "n_accepted", "n_uncertain", "n_decided", "n_left_out")


def current_links(home: Home) -> dict[str, Receipt]:
    """Return by linkage the receipt of its table as it stands."""
    with open_store(home.store, read_only=True) as store:
        return links_in(store, receipts_in(store))


def links_document(home: Home) -> list[dict[str, object]]:
    """Return an entry a linkage, in order of id; `receipt` and the figures are absent where it was not linked yet."""
    receipts = current_links(home)
    return [_entry(linkage, receipts.get(id_)) for id_, linkage in sorted(read_linkages(home.folder).items())]


def _entry(linkage: Linkage, receipt: Receipt | None) -> dict[str, object]:
    said: dict[str, object] = {
        "id": linkage.id,
        "room": linkage.room,
        "label": linkage.label.as_dict(),
        "left": linkage.left,
        "right": linkage.right or linkage.left,
        "is_within": linkage.is_within,
        "registers": list(linkage.registers),
        "mends": linkage.mends,
        "law": list(linkage.law),
        "rights": linkage.rights,
        "definition": linkage.sha256,
    }
    return said | (_figures(receipt) if receipt else {})


def _figures(receipt: Receipt) -> dict[str, object]:
    details: Mapping[str, str] = receipt.details
    return {
        "receipt": receipt.id,
        "as_of": receipt.as_of,
        "invented": receipt.invented,
        "n_left": receipt.rows_in,
        "n_linked": receipt.rows_out,
        **{name: int(details[name]) for name in _COUNTS},
        "cut_bits": details["cut_bits"],
        "precision": _share(details, "precision"),
        "recall": _share(details, "recall"),
    }


def _share(details: Mapping[str, str], name: str) -> dict[str, str]:
    return {"value": details[name], "low": details[f"{name}_low"], "high": details[f"{name}_high"]}
