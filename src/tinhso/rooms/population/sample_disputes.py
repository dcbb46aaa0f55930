"""Invented disputes of people about their own rows, as the portal would deliver them.

Takes a scene, gives one full delivery: about one person in 250 disputes something in the year before, most of it about
residents and certificates; nine in ten are settled, four of five of them on time.
"""

import numpy as np
import pyarrow as pa

from tinhso.registers.invention import InventedDelivery, Scene

_KEPT = (
    ("population.resident", "cong-an", 0.55),
    ("land.certificate", "so-nnmt", 0.30),
    ("land.dwelling", "so-xay-dung", 0.15),
)
_TERM_DAYS, _YEAR_DAYS = 10, 320
_OUTCOMES = ("mended", "refused", "withdrawn")


def disputes(scene: Scene) -> InventedDelivery:
    """Return the register of disputes, faultless; nobody in it is named."""
    chance, n = scene.chance("dispute"), max(12, scene.n_people // 250)
    today = scene.as_of.toordinal() - 719163
    made = today - chance.integers(1, _YEAR_DAYS, n)
    on_time = chance.random(n) < 0.8
    settled = made + np.where(on_time, chance.integers(1, _TERM_DAYS + 1, n), chance.integers(11, 40, n))
    is_settled = (chance.random(n) < 0.9) & (settled <= today)
    kept = chance.choice(len(_KEPT), n, p=[share for *_, share in _KEPT])
    outcome = chance.choice(len(_OUTCOMES), n, p=[0.7, 0.2, 0.1])
    commune = chance.choice(len(scene.communes()), n, p=scene.commune_shares())
    table = pa.table(
        {
            "Mã việc": [f"M{number:06d}" for number in range(n)],
            "Sổ": [_KEPT[each][0] for each in kept],
            "Cơ quan giữ sổ": [_KEPT[each][1] for each in kept],
            "Mã xã": pa.array(scene.communes()).take(pa.array(commune)),
            "Ngày báo": pa.array(made.astype("datetime64[D]")),
            "Hạn giải quyết": pa.array((made + _TERM_DAYS).astype("datetime64[D]")),
            "Ngày giải quyết": pa.array(settled.astype("datetime64[D]"), mask=~is_settled),
            "Kết quả": pa.array([_OUTCOMES[each] for each in outcome], mask=~is_settled),
        }
    )
    return InventedDelivery("population.dispute", "bao-sai.csv", "van-phong-ubnd", table, told_on=scene.as_of)
