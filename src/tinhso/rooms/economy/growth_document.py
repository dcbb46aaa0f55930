"""What a release says of growth: its parts by year and by five years, and how far the answer hangs on assumptions.

Takes one area's yearly accounts in order, gives plain values with shares as decimal text. Where the price base changes
or a year is missing the history is parted, and the document says so; nothing is joined across.
"""

from collections.abc import Sequence
from dataclasses import replace

from tinhso.rooms.economy.capital import restated
from tinhso.rooms.economy.growth import (
    Account,
    Band,
    Growth,
    check_accounts,
    contribution_band,
    decompose,
    period_mean,
)

# What is tried beside the central assumptions; own choices, printed beside every band.
DEPRECIATION = 0.05
TRIED_DEPRECIATION = (0.03, 0.07)
TRIED_SHARE = 0.05
MEAN_YEARS = 5

Node = dict[str, object]


def growth_document(accounts: Sequence[Account], where: str) -> Node:
    """Return `{steps, means, bands, assumptions, faults}`; a band belongs to the last years of each mean."""
    stretches = consecutive(accounts)
    usable = [stretch for stretch in stretches if len(stretch) > 1 and not check_accounts(stretch, where)]
    return {
        "price_bases": [stretch[0].price_base for stretch in usable],
        "steps": [_step(step) for stretch in usable for step in decompose(stretch)],
        "means": [_mean(part) for stretch in usable for part in _windows(stretch)],
        "assumptions": {
            "labour_share": _text(TRIED_SHARE),
            "depreciation": _text(DEPRECIATION),
            "tried_depreciation": [_text(tried) for tried in TRIED_DEPRECIATION],
            "mean_years": MEAN_YEARS,
        },
        "faults": [fault.as_dict() for fault in check_accounts(accounts, where)],
    }


def consecutive(accounts: Sequence[Account]) -> list[list[Account]]:
    """Return the stretches of consecutive years at one price base, in order of time."""
    stretches: list[list[Account]] = []
    for account in sorted(accounts, key=lambda a: a.year):
        last = stretches[-1][-1] if stretches else None
        if last and last.year + 1 == account.year and last.price_base == account.price_base:
            stretches[-1].append(account)
        else:
            stretches.append([account])
    return stretches


def bands(accounts: Sequence[Account]) -> dict[str, Band]:
    """Return the band of the contribution over labour's share, over depreciation, and over both; none when undefined.

    Depreciation is left out where the stocks imply no investment to restate them from.
    """
    shares = [tuple(_with_share(a, by) for a in accounts) for by in (-TRIED_SHARE, TRIED_SHARE)]
    worn = _worn_otherwise(accounts)
    both = [tuple(_with_share(a, by) for a in path) for path in worn for by in (-TRIED_SHARE, TRIED_SHARE)]
    tried = {"labour_share": shares, "depreciation": worn, "both": [*shares, *worn, *both]}
    found = {name: contribution_band(accounts, others) for name, others in tried.items() if others}
    return {name: band for name, band in found.items() if band is not None}


def _worn_otherwise(accounts: Sequence[Account]) -> list[tuple[Account, ...]]:
    growth = period_mean(decompose(accounts)).output
    paths = []
    for tried in TRIED_DEPRECIATION:
        try:
            stocks = restated([a.capital for a in accounts], DEPRECIATION, tried, growth)
        except ValueError:
            continue
        if min(stocks) > 0:
            paths.append(tuple(replace(a, capital=stock) for a, stock in zip(accounts, stocks, strict=True)))
    return paths


def _with_share(account: Account, by: float) -> Account:
    return replace(account, labour_share=min(max(account.labour_share + by, 0.01), 0.99))


def _windows(stretch: Sequence[Account]) -> list[Sequence[Account]]:
    starts = range(max(len(stretch) - MEAN_YEARS, 1))
    return [stretch[start : start + MEAN_YEARS + 1] for start in starts if len(stretch) > MEAN_YEARS]


def _step(step: Growth) -> Node:
    return {"year": step.to_year, **_parts(step)}


def _mean(accounts: Sequence[Account]) -> Node:
    mean = period_mean(decompose(accounts))
    found = {
        name: {"low": _text(b.low), "high": _text(b.high), "n": b.n_assumptions} for name, b in bands(accounts).items()
    }
    return {"from": mean.from_year, "to": mean.to_year, **_parts(mean), "bands": found}


def _parts(growth: Growth) -> Node:
    contribution, reason = growth.tfp_contribution, growth.undefined
    return {
        "output": _text(growth.output),
        "labour": _text(growth.labour),
        "capital": _text(growth.capital),
        "tfp": _text(growth.tfp),
        "contribution": None if contribution is None else _text(contribution),
        "undefined": reason.as_dict() if reason else None,
    }


def _text(share: float) -> str:
    """Return a share to a hundred-thousandth: more digits would differ between machines and mean nothing."""
    return f"{share:.5f}"
