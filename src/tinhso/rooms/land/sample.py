"""Invented land registers: parcels, certificates and dwellings of the invented province of `tinhso.link.invented`.

Takes a scene, gives three full deliveries. Nothing in them is real; the holders are the people of the room
`population`, invented from the same seed.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tinhso.link.invented.land import certificate_register, dwelling_register, invent_land, parcel_register
from tinhso.link.invented.people import invent
from tinhso.registers.invention import InventedDelivery, Scene


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return parcels, certificates and dwellings as the departments would send them, faults included."""
    province = invent(scene.n_people, scene.seed, scene.province, scene.as_of)
    land = invent_land(province, scene.seed)
    return [
        InventedDelivery("land.parcel", "thua-dat.csv", "so-nnmt", _parcels(parcel_register(province, land))),
        InventedDelivery(
            "land.certificate",
            "giay-chung-nhan.csv",
            "so-nnmt",
            _certificates(certificate_register(province, land, scene.seed)),
        ),
        InventedDelivery(
            "land.dwelling",
            "nha-o.csv",
            "so-xay-dung",
            _dwellings(scene, dwelling_register(province, land, scene.seed)),
        ),
    ]


def _parcels(rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Mã định danh thửa đất": rows["parcel_uid"],
            "Mã xã": rows["commune_code"],
            "Mã xã khi đo đạc": rows["survey_commune_code"],
            "Số tờ bản đồ": rows["sheet"],
            "Số thửa": rows["number"],
            "Loại đất": rows["land_use"],
            "Diện tích (m²)": rows["area_m2"],
        }
    )


def _certificates(rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Số phát hành": rows["serial"],
            "Mã định danh thửa đất": rows["parcel_uid"],
            "Mã xã": rows["commune_code"],
            "Số tờ bản đồ": rows["sheet"],
            "Số thửa": rows["number"],
            "Tên người sử dụng đất": rows["holder_name"],
            "Số giấy tờ của người sử dụng đất": rows["holder_id"],
            "Ngày sinh người sử dụng đất": rows["holder_born_on"],
            "Địa chỉ người sử dụng đất": rows["holder_address"],
            "Ngày cấp": rows["issued_on"],
        }
    )


def _dwellings(scene: Scene, rows: pa.Table) -> pa.Table:
    today = scene.as_of.toordinal() - 719163
    registered = today - scene.chance("dwelling", "registered").integers(1, 3000, rows.num_rows)
    return pa.table(
        {
            "Mã nhà ở": rows["dwelling_id"],
            "Mã định danh thửa đất": rows["parcel_uid"],
            "Mã xã": rows["commune_code"],
            "Địa chỉ": rows["address"],
            "Mã hộ": pc.cast(rows["household"], pa.string()),
            "Năm xây dựng": rows["built_year"],
            "Ngày đăng ký": pa.array(np.asarray(registered).astype("datetime64[D]")),
        }
    )
