"""Invented residents and land arrive as deliveries do: rows accepted and rejected are all rows received."""

from datetime import date
from pathlib import Path

import pytest

from tinhso.base.home import make_home
from tinhso.link.invented.land import certificate_register, dwelling_register, invent_land, parcel_register
from tinhso.link.invented.people import invent
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.registers.receive import receive
from tinhso.rooms.land.sample import deliveries as land_deliveries
from tinhso.rooms.population.sample import deliveries as population_deliveries

AS_OF = date(2026, 3, 31)


@pytest.mark.parametrize("province", ["75", "33"])
def test_invented_registers_are_received_and_checked(tmp_path: Path, province: str) -> None:
    home = make_home(tmp_path / "home", province)
    scene = Scene(province, 600, 5, AS_OF)
    for delivery in [*population_deliveries(scene), *land_deliveries(scene)]:
        path = delivery.write(tmp_path / "sent")
        sent = {"register": delivery.register, "sender": delivery.sender, "kind": delivery.kind, "invented": True}
        receive(home, [path], as_of=delivery.told_on, **sent)
    receipts = check_all(home)
    for receipt in receipts:
        assert receipt.rows_in == receipt.rows_out + receipt.rows_rejected
        if receipt.details["kind"] == "full":
            assert receipt.rows_out / receipt.rows_in > 0.97


def test_land_hangs_together() -> None:
    province = invent(3000, 4)
    land = invent_land(province, 4)
    parcels = parcel_register(province, land)
    assert len(parcels["parcel_uid"].unique()) == parcels.num_rows
    keys = set(zip(*(parcels[name].to_pylist() for name in ("survey_commune_code", "sheet", "number")), strict=True))
    assert len(keys) == parcels.num_rows
    uids = set(parcels["parcel_uid"].to_pylist())
    certificates = certificate_register(province, land, 4)
    assert len(certificates["serial"].unique()) == certificates.num_rows
    assert set(certificates["parcel_uid"].drop_null().to_pylist()) <= uids
    assert {len(number) for number in certificates["holder_id"].drop_null().to_pylist()} == {9, 12}
    dwellings = dwelling_register(province, land, 4)
    assert set(dwellings["parcel_uid"].drop_null().to_pylist()) <= uids
    homes = dwellings["household"].drop_null().to_pylist()
    assert sorted(homes) == list(range(len(homes)))
