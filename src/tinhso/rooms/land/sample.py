"""Invented land registers: parcels, certificates and dwellings of the invented province of `tinhso.link.invented`.

Takes a scene, gives each register as the deliveries of half a year: a full one with more faults than there are now, and
changes that mend some of them. Nothing in them is real; the holders are the people of the room `population`, invented
from the same seed.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented import faults
from tinhso.link.invented.land import (
    Land,
    certificate_register,
    dwelling_register,
    invent_land,
    outlines,
    parcel_register,
)
from tinhso.link.invented.people import Province, invent
from tinhso.registers.invention import InventedDelivery, Mending, Scene, in_steps, month_ends_before

_EPOCH = date(1970, 1, 1)


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return parcels, certificates and dwellings as the departments would send them, faults included."""
    province = invent(scene.n_people, scene.seed, scene.province, scene.as_of)
    land = invent_land(province, scene.seed)
    june, _, august, september, october = month_ends_before(scene.as_of, 5)
    return [
        *_parcels_sent(scene, province, land, [june, september]),
        *_certificates_sent(scene, province, land, [june, august, october]),
        *_dwellings_sent(scene, province, land, [june, october]),
    ]


def _parcels_sent(scene: Scene, province: Province, land: Land, days: list[date]) -> list[InventedDelivery]:
    """Send parcels; one outline in 250 was shifted over its neighbour and drawn anew."""
    box, _ = outlines(province, land)
    rows = parcel_register(province, land)
    right = _parcels(scene, box, rows)
    was_wrong, mended_in = _mended(scene, "parcel", 1 / 250, rows.num_rows, len(days))
    west, east = (box[at] + np.where(was_wrong, (box[2] - box[0]) / 3, 0.0) for at in (0, 2))
    shifted = _rings(west, box[1], east, box[3], was_wrong)
    wrong = _replaced(right, {"Ranh giới (WKT)": pc.coalesce(shifted, right["Ranh giới (WKT)"])})
    sent = InventedDelivery("land.parcel", "thua-dat.csv", "so-nnmt", right)
    return in_steps(sent, Mending(days, _day_numbers(right["Ngày đo đạc"]), wrong, mended_in))


def _certificates_sent(scene: Scene, province: Province, land: Land, days: list[date]) -> list[InventedDelivery]:
    """Send certificates; one in 120 still named a dead holder, one in 150 stood on the parcel before it."""
    right = _certificates(scene, certificate_register(province, land, scene.seed), days[-1])
    n, chance = right.num_rows, scene.chance("certificate", "dead holder")
    was_dead, inherited_in = _mended(scene, "certificate holder", 1 / 120, n, len(days))
    was_beside, moved_in = _mended(scene, "certificate parcel", 1 / 150, n, len(days))
    dead = chance.choice(np.flatnonzero(province.people.died >= 0), n)
    names = province.people.names.full_names().take(pa.array(dead))
    ids = faults.padded(province.people.personal_id[dead], 12, np.zeros(n, np.bool_))
    beside = right["Mã định danh thửa đất"].take(pa.array(np.maximum(np.arange(n) - 1, 0)))
    wrong = _replaced(
        right,
        {
            "Tên người sử dụng đất": pc.if_else(pa.array(was_dead), names, right["Tên người sử dụng đất"]),
            "Số giấy tờ của người sử dụng đất": pc.if_else(
                pa.array(was_dead), ids, right["Số giấy tờ của người sử dụng đất"]
            ),
            "Mã định danh thửa đất": pc.if_else(pa.array(was_beside), beside, right["Mã định danh thửa đất"]),
        },
    )
    mended_in = np.maximum(inherited_in, moved_in)
    sent = InventedDelivery("land.certificate", "giay-chung-nhan.csv", "so-nnmt", right)
    return in_steps(sent, Mending(days, _day_numbers(right["Ngày cấp"]), wrong, mended_in))


def _dwellings_sent(scene: Scene, province: Province, land: Land, days: list[date]) -> list[InventedDelivery]:
    """Send dwellings; one in 80 was measured into a neighbour's parcel."""
    _, inside = outlines(province, land)
    rows = dwelling_register(province, land, scene.seed)
    right = _dwellings(scene, inside, rows, days[-1])
    was_off, mended_in = _mended(scene, "dwelling", 1 / 80, rows.num_rows, len(days))
    north = pa.array(np.round(inside[1, : rows.num_rows] + 60 / 111_320, 6))
    wrong = _replaced(right, {"Vĩ độ": pc.if_else(pa.array(was_off), north, right["Vĩ độ"])})
    sent = InventedDelivery("land.dwelling", "nha-o.csv", "so-xay-dung", right)
    return in_steps(sent, Mending(days, _day_numbers(right["Ngày đăng ký"]), wrong, mended_in))


def _mended(scene: Scene, name: str, share: float, n: int, n_days: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which rows were wrong before, and the delivery (1…) that mended each, 0 for the others."""
    chance = scene.chance(name, "mended")
    was_wrong = chance.random(n) < share
    return was_wrong, np.where(was_wrong, chance.integers(1, n_days, n), 0)


def _replaced(table: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def _day_numbers(days: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(pc.cast(pc.cast(days, pa.int32()), pa.int64()))


def _parcels(scene: Scene, box: NDArray[np.float64], rows: pa.Table) -> pa.Table:
    """Give each parcel its outline: one in 400 a third of its width too far east, one in 8 never drawn."""
    chance, n = scene.chance("parcel", "outline"), rows.num_rows
    shifted = np.where(chance.random(n) < 1 / 400, (box[2] - box[0]) / 3, 0.0)
    west, south, east, north = box[0] + shifted, box[1], box[2] + shifted, box[3]
    drawn = chance.random(n) < 7 / 8
    surveyed = scene.as_of.toordinal() - 719163 - chance.integers(200, 7000, n)
    return pa.table(
        {
            "Mã định danh thửa đất": rows["parcel_uid"],
            "Mã xã": rows["commune_code"],
            "Mã xã khi đo đạc": rows["survey_commune_code"],
            "Số tờ bản đồ": rows["sheet"],
            "Số thửa": rows["number"],
            "Loại đất": rows["land_use"],
            "Diện tích (m²)": rows["area_m2"],
            "Ngày đo đạc": pa.array(surveyed.astype("datetime64[D]")),
            "Ranh giới (WKT)": _rings(west, south, east, north, drawn),
        }
    )


def _rings(
    west: NDArray[np.float64],
    south: NDArray[np.float64],
    east: NDArray[np.float64],
    north: NDArray[np.float64],
    drawn: NDArray[np.bool_],
) -> pa.Array:
    rows = zip(west.tolist(), south.tolist(), east.tolist(), north.tolist(), drawn.tolist(), strict=True)
    texts = (
        f"POLYGON (({w:.7f} {s:.7f}, {e:.7f} {s:.7f}, {e:.7f} {n:.7f}, {w:.7f} {n:.7f}, {w:.7f} {s:.7f}))"
        if d
        else None
        for w, s, e, n, d in rows
    )
    # Typed, since in a small province it may happen that none is drawn.
    return pa.array(texts, pa.string())


def _certificates(scene: Scene, rows: pa.Table, told_on: date) -> pa.Table:
    """Write one holder in ten as holding half a parcel, and one certificate in 300 on the parcel before it too."""
    chance, n = scene.chance("certificate", "share"), rows.num_rows
    half = chance.random(n) < 0.1
    parcel = np.where(chance.random(n) < 1 / 300, np.maximum(np.arange(n) - 1, 0), np.arange(n))
    return pa.table(
        {
            "Số phát hành": rows["serial"],
            "Mã định danh thửa đất": rows["parcel_uid"].take(pa.array(parcel)),
            "Mã xã": rows["commune_code"],
            "Số tờ bản đồ": rows["sheet"],
            "Số thửa": rows["number"],
            "Tên người sử dụng đất": rows["holder_name"],
            "Số giấy tờ của người sử dụng đất": rows["holder_id"],
            "Ngày sinh người sử dụng đất": rows["holder_born_on"],
            "Địa chỉ người sử dụng đất": rows["holder_address"],
            "Ngày cấp": pc.min_element_wise(rows["issued_on"], pa.scalar(told_on)),
            "Phần quyền": pa.array(np.where(half, 0.5, 1.0)),
        }
    )


def _dwellings(scene: Scene, inside: NDArray[np.float64], rows: pa.Table, told_on: date) -> pa.Table:
    """Give each dwelling a point in its parcel; one in 150 lies 60 m north of it, in a neighbour's."""
    today = scene.as_of.toordinal() - 719163
    registered = today - scene.chance("dwelling", "registered").integers(1, 3000, rows.num_rows)
    chance, n = scene.chance("dwelling", "point"), rows.num_rows
    off = np.where(chance.random(n) < 1 / 150, 60 / 111_320, 0.0)
    return pa.table(
        {
            "Mã nhà ở": rows["dwelling_id"],
            "Mã định danh thửa đất": rows["parcel_uid"],
            "Mã xã": rows["commune_code"],
            "Địa chỉ": rows["address"],
            "Mã hộ": pc.cast(rows["household"], pa.string()),
            "Năm xây dựng": rows["built_year"],
            "Ngày đăng ký": pa.array(np.minimum(registered, (told_on - _EPOCH).days).astype("datetime64[D]")),
            "Vĩ độ": pa.array(np.round(inside[1, :n] + off, 6)),
            "Kinh độ": pa.array(np.round(inside[0, :n], 6)),
        }
    )
