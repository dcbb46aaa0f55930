"""Invented residents: the register the police would send, from the invented province of `tinhso.link.invented`.

Takes a scene, gives one full delivery. Nobody in it is real; the land of the same people is in the room `land`, which
invents the same province from the same seed.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import population_register
from tinhso.registers.invention import InventedDelivery, Scene


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the register of residents of about `scene.n_people` people, faults included."""
    province = invent(scene.n_people, scene.seed, scene.province, scene.as_of)
    people = population_register(province, scene.seed, coverage=1.0)
    born = province.people.born[np.asarray(people["truth"])]
    today = scene.as_of.toordinal() - 719163
    waited = np.minimum(scene.chance("registered").integers(1, 90, len(born)), np.maximum(today - born, 0))
    registered = np.maximum(born + waited, 17_167)  # the register was filled from 1 January 2017 on
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
    return [InventedDelivery("population.resident", "cu-tru.csv", "cong-an", table)]
