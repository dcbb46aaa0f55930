"""Invented residents: the register the police would send, from the invented province of `tinhso.link.invented`.

Takes a scene, gives residents, deaths and births as the deliveries of half a year: full ones with more faults than
there are now, and changes that mend some of them. Nobody in them is real; the land of the same people is in the room
`land`, which invents the same province from the same seed.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented import faults
from tinhso.link.invented.people import Province, invent
from tinhso.link.invented.places import communes
from tinhso.link.invented.registers import population_register
from tinhso.registers.invention import InventedDelivery, Mending, Scene, in_steps, month_ends_before
from tinhso.rooms.population.sample_disputes import disputes


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the registers of about `scene.n_people` people, faults included."""
    june, _, _, september, _ = month_ends_before(scene.as_of, 5)
    province = invent(scene.n_people, scene.seed, scene.province, scene.as_of)
    people = population_register(province, scene.seed, coverage=1.0)
    born = province.people.born[np.asarray(people["truth"])]
    today = scene.as_of.toordinal() - 719163
    waited = np.minimum(scene.chance("registered").integers(1, 90, len(born)), np.maximum(today - born, 0))
    registered = np.maximum(born + waited, 17_167)  # the register was filled from 1 January 2017 on
    twice = np.flatnonzero(scene.chance("resident", "twice").random(len(born)) < 1 / 2000)
    table = pa.table(
        {
            "Mã dòng cư trú": people["row_id"],
            "Số định danh cá nhân": people["personal_id"],
            "Họ và tên": people["full_name"],
            "Giới tính": people["sex"],
            "Ngày sinh": people["born_on"],
            "Mã xã": people["commune_code"],
            "Nơi cư trú": people["address"],
            "Mã hộ": pc.cast(people["household"], pa.string()),
            "Điện thoại": people["phone"],
            "Ngày đăng ký": pa.array(registered.astype("datetime64[D]")),
        }
    )
    again = pc.binary_join_element_wise(pa.scalar("Q"), pc.utf8_slice_codeunits(people["row_id"].take(twice), 1), "")
    residents = pa.concat_tables([table, table.take(twice).set_column(0, "Mã dòng cư trú", again)])
    return [
        *_residents_sent(scene, residents, [june, september, scene.as_of]),
        *_deaths_sent(scene, province, [june, scene.as_of]),
        *_births_sent(scene, province, [june, scene.as_of]),
        disputes(scene),
    ]


def _residents_sent(scene: Scene, right: pa.Table, days: list[date]) -> list[InventedDelivery]:
    """Send residents; one in 700 stood there twice, one in 900 bore the id of the row before."""
    n, chance = right.num_rows, scene.chance("resident", "before")
    had_other_id = chance.random(n) < 1 / 900
    mended_in = np.where(had_other_id, chance.integers(1, len(days), n), 0)
    ids = right["Số định danh cá nhân"]
    before = ids.take(pa.array(np.maximum(np.arange(n) - 1, 0)))
    wrong = right.set_column(1, "Số định danh cá nhân", pc.if_else(pa.array(had_other_id), before, ids))
    came_on = _day_numbers(right["Ngày đăng ký"])
    known = came_on <= (days[0] - date(1970, 1, 1)).days
    twice = np.flatnonzero((chance.random(n) < 1 / 700) & known)
    keys = pc.binary_join_element_wise(pa.scalar("R"), pc.utf8_slice_codeunits(right.column(0).take(twice), 1), "")
    extra = right.take(twice).set_column(0, "Mã dòng cư trú", keys)
    removed_in = chance.integers(1, len(days), len(twice))
    sent = InventedDelivery("population.resident", "cu-tru.csv", "cong-an", right)
    return in_steps(sent, Mending(days, came_on, wrong, mended_in, extra, removed_in))


def _deaths_sent(scene: Scene, province: Province, days: list[date]) -> list[InventedDelivery]:
    """Send deaths; one entry in 100 carried a living person's id before it was mended."""
    right = _deaths(scene, province)
    n, chance = right.num_rows, scene.chance("death", "before")
    was_wrong = chance.random(n) < 1 / 100
    living = chance.choice(np.flatnonzero(province.people.died < 0), n)
    ids = faults.padded(province.people.personal_id[living], 12, np.zeros(n, np.bool_))
    mixed = pc.if_else(pa.array(was_wrong), ids, right["Số định danh cá nhân"])
    wrong = right.set_column(1, "Số định danh cá nhân", mixed)
    mended_in = np.where(was_wrong, chance.integers(1, len(days), n), 0)
    sent = InventedDelivery("population.death", "khai-tu.csv", "so-tu-phap", right)
    return in_steps(sent, Mending(days, _day_numbers(right["Ngày đăng ký"]), wrong, mended_in))


def _births_sent(scene: Scene, province: Province, days: list[date]) -> list[InventedDelivery]:
    """Send births; in one entry of 100 child and mother stood swapped before it was mended."""
    right = _births(scene, province, 1 / 250)
    n, chance = right.num_rows, scene.chance("birth", "before")
    was_swapped = chance.random(n) < 1 / 100
    swapped = _births(scene, province, 1.0)
    mended_in = np.where(was_swapped, chance.integers(1, len(days), n), 0)
    sent = InventedDelivery("population.birth", "khai-sinh.csv", "so-tu-phap", right)
    return in_steps(sent, Mending(days, _day_numbers(right["Ngày đăng ký"]), swapped, mended_in))


def _day_numbers(days: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(pc.cast(pc.cast(days, pa.int32()), pa.int64()))


def _deaths(scene: Scene, province: Province) -> pa.Table:
    """Return the dead of ten years, recorded within two months; one entry in 200 carries a living person's id."""
    people, chance = province.people, scene.chance("death")
    today = scene.as_of.toordinal() - 719163
    who = np.flatnonzero(people.died >= 0)
    registered = np.minimum(people.died[who] + chance.integers(0, 60, len(who)), today)
    wrong = chance.random(len(who)) < 1 / 200
    written = np.where(wrong, chance.choice(np.flatnonzero(people.died < 0), len(who)), who)
    return pa.table(
        {
            "Số khai tử": faults.padded(np.arange(len(who)) + 1, 8, np.zeros(len(who), np.bool_)),
            "Số định danh cá nhân": faults.padded(people.personal_id[written], 12, chance.random(len(who)) < 0.03),
            "Họ và tên": people.names.full_names().take(pa.array(who)),
            "Ngày sinh": pa.array(people.born[who].astype("datetime64[D]")),
            "Ngày mất": pa.array(people.died[who].astype("datetime64[D]")),
            "Mã xã": _communes(province, who),
            "Ngày đăng ký": pa.array(registered.astype("datetime64[D]")),
        }
    )


def _births(scene: Scene, province: Province, share_swapped: float) -> pa.Table:
    """Return the births of ten years with both parents' ids; in a share of entries child and mother stand swapped."""
    people, chance = province.people, scene.chance("birth")
    today = scene.as_of.toordinal() - 719163
    who = np.flatnonzero((people.born > today - 3652) & (people.mother >= 0))
    swapped = chance.random(len(who)) < share_swapped
    child, mother = people.personal_id[who], people.personal_id[people.mother[who]]
    born = np.where(swapped, people.born[people.mother[who]], people.born[who])
    registered = np.minimum(people.born[who] + chance.integers(1, 60, len(who)), today)
    father = people.father[who]
    return pa.table(
        {
            "Số khai sinh": faults.padded(np.arange(len(who)) + 1, 8, np.zeros(len(who), np.bool_)),
            "Số định danh của con": faults.padded(np.where(swapped, mother, child), 12, np.zeros(len(who), np.bool_)),
            "Số định danh của mẹ": faults.padded(np.where(swapped, child, mother), 12, np.zeros(len(who), np.bool_)),
            "Số định danh của cha": faults.padded(people.personal_id[father], 12, father < 0),
            "Ngày sinh": pa.array(born.astype("datetime64[D]")),
            "Mã xã": _communes(province, who),
            "Ngày đăng ký": pa.array(registered.astype("datetime64[D]")),
        }
    )


def _communes(province: Province, who: NDArray[np.int64]) -> pa.Array:
    home = province.home_now[province.people.household[who]]
    codes = pa.array([c.code for c in communes(province.code)])
    return codes.take(pa.array(province.homes.commune[home]))
