"""Registers on the invented people, as their keepers would deliver them: with faults, at different times.

Takes a `Province` and fault rates, gives Arrow tables. The column `truth` says which person a row is about; it
stays out of every linkage and is read by `scoring` alone. Land and homes are left to `land`.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented import faults
from tinhso.link.invented.faults import CAREFUL, CARELESS, FaultRates, chosen, edited
from tinhso.link.invented.people import Province
from tinhso.link.invented.places import Homes, communes, new_addresses, old_addresses

Ints = NDArray[np.int64]


def population_register(province: Province, seed: int, coverage: float = 0.92, rates: FaultRates = CAREFUL) -> pa.Table:
    """Return the register of residents: a row per living person it covers.

    Columns: row_id, personal_id, full_name, sex (M/F), born_on, phone, address, commune_code, household, truth.
    """
    rng = np.random.default_rng([seed, 1])
    who = np.flatnonzero((province.people.died < 0) & (rng.random(len(province.people.born)) < coverage))
    homes = province.home_now[province.people.household[who]]
    table = _person_rows(province, who, homes, rates, rng, "P")
    household = province.people.household[np.asarray(table["truth"])]
    commune = province.homes.commune[province.home_now[household]]
    codes = pa.array([c.code for c in communes(province.code)]).take(pa.array(commune))
    return table.append_column("commune_code", codes).append_column("household", pa.array(household))


def insurance_register(province: Province, seed: int, coverage: float = 0.92, rates: FaultRates = CARELESS) -> pa.Table:
    """Return a second register of people, typed from paper over years: old addresses, old homes, more faults.

    Columns as `population_register`, without commune and household. The dead of the last year may still stand in it.
    """
    rng = np.random.default_rng([seed, 2])
    people = province.people
    known = (people.died < 0) | (rng.random(len(people.born)) < 0.05)
    who = rng.permutation(np.flatnonzero(known & (rng.random(len(people.born)) < coverage)))
    late = rng.random(len(who)) < 0.5
    household = people.household[who]
    homes = np.where(late, province.home_before[household], province.home_now[household])
    return _person_rows(province, who, homes, rates, rng, "B")


def _person_rows(
    province: Province, who: Ints, home: Ints, rates: FaultRates, rng: np.random.Generator, mark: str
) -> pa.Table:
    twice = rng.permutation(len(who))[: int(len(who) * rates.written_twice)]
    who, home = np.concatenate([who, who[twice]]), np.concatenate([home, home[twice]])
    n, people = len(who), province.people
    sex = people.female[who] ^ (rng.random(n) < rates.sex_wrong)
    return pa.table(
        {
            "row_id": pc.binary_join_element_wise(
                pa.scalar(mark), faults.padded(np.arange(n), 8, np.zeros(n, np.bool_)), ""
            ),
            "personal_id": _ids(province, who, rates, rng),
            "full_name": names_spoiled(people.names.full_names().take(pa.array(who)), rates, rng),
            "sex": pa.array(["M", "F"]).take(pa.array(sex.astype(np.int8))),
            "born_on": faults.dates_spoiled(people.born[who], rates, rng),
            "phone": _phones(province, who, rates, rng),
            "address": addresses_spoiled(province, home, rates, rng),
            "truth": pa.array(who),
        }
    )


def _ids(province: Province, who: Ints, rates: FaultRates, rng: np.random.Generator) -> pa.Array:
    """Return personal ids with some missing, some one digit off, some of the next person in the household."""
    people, n = province.people, len(who)
    numbers = people.personal_id[who]
    borrowed = chosen(rng, n, rates.id_of_relative)
    neighbour = np.minimum(who[borrowed] + 1, len(people.born) - 1)
    related = people.household[neighbour] == people.household[who[borrowed]]
    numbers[borrowed[related]] = people.personal_id[neighbour[related]]
    numbers = faults.digit_typed_over(numbers, chosen(rng, n, rates.id_digit), 12, rng)
    return faults.padded(numbers, 12, rng.random(n) < rates.id_missing)


def names_spoiled(names: pa.Array, rates: FaultRates, rng: np.random.Generator) -> pa.Array:
    """Return full names with the name faults of the rates."""
    for share, edit in (
        (rates.order_turned, faults.order_turned),
        (rates.middle_shortened, faults.middle_shortened),
        (rates.name_typed_wrong, faults.typed_wrong),
        (rates.tone_moved, faults.tone_moved),
        (rates.d_mistyped, faults.d_mistyped),
        (rates.marks_lost, faults.marks_lost),
    ):
        names = edited(names, chosen(rng, len(names), share), edit, rng)
    return names


def _phones(province: Province, who: Ints, rates: FaultRates, rng: np.random.Generator) -> pa.Array:
    """Return phones; children bear a parent's number, some changed since, some are missing."""
    people = province.people
    parent = people.mother[who]
    young = (people.born[who] > people.born.max() - 16 * 365) & (parent >= 0)
    numbers = np.where(young, people.phone[parent], people.phone[who])
    changed = chosen(rng, len(who), rates.phone_changed)
    numbers[changed] = numbers[changed] // 10_000_000 * 10_000_000 + rng.integers(0, 10_000_000, len(changed))
    return faults.padded(numbers, 10, rng.random(len(who)) < rates.phone_missing)


def addresses_spoiled(province: Province, home: Ints, rates: FaultRates, rng: np.random.Generator) -> pa.Array:
    """Return addresses of the homes: two-level, or as before the mergers, shortened, with letters typed wrong."""
    homes = Homes(*(part[home] for part in (province.homes.commune, province.homes.hamlet, province.homes.house)))
    old = pa.array(rng.random(len(home)) < rates.address_old)
    text = pc.if_else(old, old_addresses(homes, province.code), new_addresses(homes, province.code))
    text = edited(text, chosen(rng, len(home), rates.address_shortened), faults.address_shortened, rng)
    text = edited(text, chosen(rng, len(home), rates.address_typed_wrong), faults.typed_wrong, rng)
    return edited(text, chosen(rng, len(home), rates.marks_lost), faults.marks_lost, rng)
