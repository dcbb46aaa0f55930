"""Invented land registers: parcels, certificates and dwellings of the invented province of `tinhso.link.invented`.

Takes a scene, gives three full deliveries. Nothing in them is real; the holders are the people of the room
`population`, invented from the same seed.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented.land import (
    certificate_register,
    dwelling_register,
    invent_land,
    outlines,
    parcel_register,
)
from tinhso.link.invented.people import invent
from tinhso.registers.invention import InventedDelivery, Scene


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return parcels, certificates and dwellings as the departments would send them, faults included."""
    province = invent(scene.n_people, scene.seed, scene.province, scene.as_of)
    land = invent_land(province, scene.seed)
    box, inside = outlines(province, land)
    parcels = _parcels(scene, box, parcel_register(province, land))
    certificates = _certificates(scene, certificate_register(province, land, scene.seed))
    dwellings = _dwellings(scene, inside, dwelling_register(province, land, scene.seed))
    return [
        InventedDelivery("land.parcel", "thua-dat.csv", "so-nnmt", parcels),
        InventedDelivery("land.certificate", "giay-chung-nhan.csv", "so-nnmt", certificates),
        InventedDelivery("land.dwelling", "nha-o.csv", "so-xay-dung", dwellings),
    ]


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
    return pa.array(
        f"POLYGON (({w:.7f} {s:.7f}, {e:.7f} {s:.7f}, {e:.7f} {n:.7f}, {w:.7f} {n:.7f}, {w:.7f} {s:.7f}))"
        if d
        else None
        for w, s, e, n, d in rows
    )


def _certificates(scene: Scene, rows: pa.Table) -> pa.Table:
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
            "Ngày cấp": rows["issued_on"],
            "Phần quyền": pa.array(np.where(half, 0.5, 1.0)),
        }
    )


def _dwellings(scene: Scene, inside: NDArray[np.float64], rows: pa.Table) -> pa.Table:
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
            "Ngày đăng ký": pa.array(np.asarray(registered).astype("datetime64[D]")),
            "Vĩ độ": pa.array(np.round(inside[1, :n] + off, 6)),
            "Kinh độ": pa.array(np.round(inside[0, :n], 6)),
        }
    )
