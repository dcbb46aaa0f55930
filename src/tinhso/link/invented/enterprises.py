"""Invented enterprises of the invented people, as a business registry would deliver them: with faults.

Takes a `Province` and fault rates, gives an Arrow table. Most owners are adults of the province; some live elsewhere
and stand in none of its registers. The column `truth` says which person an owner is, -1 for those from elsewhere.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented import faults
from tinhso.link.invented.faults import CARELESS, FaultRates, chosen
from tinhso.link.invented.people import Province
from tinhso.link.invented.places import communes
from tinhso.link.invented.registers import addresses_spoiled, names_spoiled

Ints = NDArray[np.int64]

PEOPLE_PER_ENTERPRISE = 60
FROM_ELSEWHERE = 0.12
_TAX_WEIGHTS = np.array([31, 29, 23, 19, 17, 13, 7, 5, 3])
_KINDS = ("Công ty TNHH", "Công ty TNHH MTV", "Công ty cổ phần", "Doanh nghiệp tư nhân")
_TRADES = ("Cơ khí", "Gỗ", "Vận tải", "May mặc", "Nông sản", "Xây dựng", "Phần mềm", "Thương mại")


def enterprise_register(province: Province, seed: int, rates: FaultRates = CARELESS) -> pa.Table:
    """Return a row per enterprise, about one for sixty people.

    Columns: tax_code (with its check digit), name, commune_code, owner_name, owner_id, owner_born_on, owner_address,
    registered_on, truth.
    """
    rng = np.random.default_rng([seed, 14])
    people = province.people
    today = province.as_of.toordinal() - 719163
    age = (today - people.born) / 365.25
    n = max(len(people.born) // PEOPLE_PER_ENTERPRISE, 3)
    owner = rng.choice(np.flatnonzero((people.died < 0) & (age > 24) & (age < 70)), n)
    elsewhere = rng.random(n) < FROM_ELSEWHERE
    # Somebody from elsewhere is put together of two people, so that nobody here is meant.
    other = np.where(elsewhere, rng.permutation(owner), owner)
    home = province.home_now[people.household[owner]]
    names = people.names.full_names()
    return pa.table(
        {
            "tax_code": _tax_codes(rng, n),
            "name": _company_names(rng, n),
            "commune_code": pa.array([c.code for c in communes(province.code)]).take(
                pa.array(province.homes.commune[home])
            ),
            "owner_name": names_spoiled(names.take(pa.array(owner)), rates, rng),
            "owner_id": _owner_ids(province, owner, elsewhere, rates, rng),
            "owner_born_on": faults.dates_spoiled(people.born[other], rates, rng),
            "owner_address": _addresses(province, home, elsewhere, rates, rng),
            "registered_on": pa.array((today - rng.integers(1, 7000, n)).astype("datetime64[D]")),
            "truth": pa.array(np.where(elsewhere, -1, owner)),
        }
    )


def _tax_codes(rng: np.random.Generator, n: int) -> pa.Array:
    """Return ten-digit codes, each once: nine digits and the digit that the first nine ask for.

    Source: the check digit is 10 − (the first nine weighted 31 29 23 19 17 13 7 5 3) mod 11; ten is given to nobody.
    """
    first = 360_000_000 + rng.permutation(n * 4)
    digits = first[:, None] // 10 ** np.arange(8, -1, -1) % 10
    last = 10 - digits @ _TAX_WEIGHTS % 11
    whole = (first * 10 + last)[last < 10][:n]
    return faults.padded(whole, 10, np.zeros(n, np.bool_))


def _company_names(rng: np.random.Generator, n: int) -> pa.Array:
    kinds, trades = (pa.array(words).take(pa.array(rng.integers(0, len(words), n))) for words in (_KINDS, _TRADES))
    number = pa.array([str(k) for k in range(1, n + 1)])
    return pc.binary_join_element_wise(kinds, trades, pa.scalar("Số"), number, " ")


def _owner_ids(
    province: Province, owner: Ints, elsewhere: NDArray[np.bool_], rates: FaultRates, rng: np.random.Generator
) -> pa.Array:
    numbers = np.where(
        elsewhere, 79_000_000_000 + rng.integers(0, 999_999_999, len(owner)), province.people.personal_id[owner]
    )
    numbers = faults.digit_typed_over(numbers, chosen(rng, len(owner), rates.id_digit), 12, rng)
    return faults.padded(numbers, 12, rng.random(len(owner)) < rates.id_missing)


def _addresses(
    province: Province, home: Ints, elsewhere: NDArray[np.bool_], rates: FaultRates, rng: np.random.Generator
) -> pa.Array:
    here = addresses_spoiled(province, home, rates, rng)
    there = pa.array([f"{k} Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh" for k in rng.integers(1, 400, len(home))])
    return pc.if_else(pa.array(elsewhere), there, here)
