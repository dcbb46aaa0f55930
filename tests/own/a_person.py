"""A small Đồng Nai whose registers hold an invented person, her home and land, and accounts that prove it."""

from datetime import date
from pathlib import Path

from django.test import Client

from tinhso.base.home import Home, open_home
from tinhso.registers.check import check
from tinhso.registers.receive import receive

ANH, BINH, TWICE, STRANGER = "075190000123", "075088000456", "075190000999", "075199000777"
HERE = "/vi/dong-nai/own/"
BIEN_HOA, HO_NAI = "26068", "26005"
RESIDENTS = f"""resident_id,personal_id,full_name,sex,born_on,area,address,household_id,phone,registered_on
R1,{ANH},Nguyễn Thị Ánh,F,1990-01-31,{BIEN_HOA},Khu phố 1,H1,0912345678,2020-01-01
R2,{BINH},Lê Văn Bình,M,1988-05-06,{BIEN_HOA},Khu phố 1,H1,,2020-01-01
R3,{TWICE},Trần Lan,F,1990-01-01,{BIEN_HOA},Khu phố 2,H2,,2020-01-01
R4,{TWICE},Phạm Cúc,F,1991-01-01,{BIEN_HOA},Khu phố 3,H3,,2020-01-01
"""
_CERTIFICATE = "serial,parcel_uid,area,sheet,number,holder_name,holder_id,holder_born_on,holder_address,issued_on,share"
CERTIFICATES = f"""{_CERTIFICATE}
CS1,T1,{BIEN_HOA},12,34,Nguyễn Thị Ánh,{ANH},1990-01-31,Khu phố 1,2015-03-04,0.5
CS2,T2,{BIEN_HOA},12,35,Lê Văn Bình,{BINH},1988-05-06,Khu phố 1,2016-03-04,
"""
PARCELS = f"""parcel_uid,area,survey_commune_code,sheet,number,land_use,area_m2,surveyed_on,outline
T1,{BIEN_HOA},{BIEN_HOA},12,34,ODT,12500,2014-01-01,
T2,{BIEN_HOA},{BIEN_HOA},12,35,CLN,900,2014-01-01,
"""
DWELLINGS = f"""dwelling_id,parcel_uid,area,address,household_id,built_year,registered_on,lat,lon
N1,T1,{BIEN_HOA},Khu phố 1,H1,2014,2019-01-01,10.95,106.87
N2,T2,{BIEN_HOA},Khu phố 9,H9,2014,2019-01-01,10.95,106.87
"""
BIRTHS = f"""birth_id,child_id,mother_id,father_id,born_on,area,registered_on
K1,075320000111,{ANH},{BINH},2020-02-02,{BIEN_HOA},2020-03-01
"""
TABLES = {
    "population.resident": ("cong-an", RESIDENTS),
    "population.birth": ("so-tu-phap", BIRTHS),
    "land.certificate": ("so-nnmt", CERTIFICATES),
    "land.parcel": ("so-nnmt", PARCELS),
    "land.dwelling": ("so-xay-dung", DWELLINGS),
}


def deliver(home: Home, register: str, rows: str, on: date) -> None:
    """Receive and check a full delivery of a register, as its agency would send it."""
    file = home.folder / "sent.csv"
    file.write_text(rows, "utf-8")
    sender = TABLES[register][0]
    receipt = check(home, receive(home, [file], register=register, sender=sender, as_of=on, kind="full", invented=True))
    assert receipt.rows_rejected == 0, receipt


def fill_registers(folder: Path) -> Home:
    """Deliver every register once to the home of Đồng Nai in a folder of homes."""
    home = open_home(folder / "dong-nai")
    for register, (_, rows) in TABLES.items():
        deliver(home, register, rows, date(2026, 11, 1))
    return home


def proven(name: str, number: str = ANH, provider: str = "identity") -> Client:
    """Return a client signed in to an account whose personal ID an identity provider vouches for; empty: none does."""
    from allauth.socialaccount.models import SocialAccount
    from django.contrib.auth.models import User

    user = User.objects.create_user(name)
    if number:
        SocialAccount.objects.create(user=user, provider=provider, uid=number)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def steward(name: str, agency: str = "cong-an", area: str = "", province: str = "dong-nai") -> Client:
    """Return a client signed in to a steward's account."""
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    Seat.objects.create(user=user, province=province, role="steward", agency=agency, area=area)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
