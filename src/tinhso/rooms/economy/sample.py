"""Invented accounts, customs lines and enterprises of a province, shaped on the totals that were published.

Takes a scene, gives full deliveries. Published: product of 2025 (677 and 328 trillion đồng), mean growth 2021-2025
(7.11 and 9.17 % a year), exports of 2025 (34.04 and 11.97 billion USD) and their main goods. Everything
below those totals is drawn: neither province publishes its digital share, its productivity or its high-tech exports.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from tinhso.link.invented.enterprises import enterprise_register
from tinhso.link.invented.people import invent
from tinhso.registers.invention import InventedDelivery, Scene

LAST_YEAR = 2025
_GDP_2025_VND = {"75": 677_000_000_000_000, "33": 328_000_000_000_000}
# Growth of 2011 … 2025; 2023-2025 of Đồng Nai and 2023-2024 of Hưng Yên are near what was published, the rest is drawn.
_FIRST_YEAR = 2010
_GROWTH = {
    "75": [0.121, 0.096, 0.091, 0.099, 0.088, 0.081, 0.081, 0.080, 0.085, 0.045, 0.030, 0.091, 0.056, 0.081, 0.0963],
    "33": [0.098, 0.081, 0.077, 0.079, 0.082, 0.078, 0.085, 0.092, 0.098, 0.063, 0.074, 0.116, 0.091, 0.079, 0.0990],
}
_PRICE_RATIO = 2.2  # current prices of 2025 over those of 2010
_EXPORTS_2025_USD = {"75": 34_040_000_000, "33": 11_968_000_000}
_FIRST_LABOUR = {"75": 1_980_000, "33": 1_540_000}
# VSIC industry → (share of the product in Đồng Nai, in Hưng Yên, digital share of inputs); T are net product taxes.
_INDUSTRIES = {
    "01": (0.105, 0.112, 0.004), "10": (0.062, 0.055, 0.021), "13": (0.043, 0.052, 0.018), "15": (0.078, 0.034, 0.016),
    "20": (0.051, 0.022, 0.027), "22": (0.055, 0.041, 0.025), "24": (0.047, 0.079, 0.019), "25": (0.049, 0.048, 0.031),
    "26": (0.071, 0.092, 0.0), "27": (0.048, 0.061, 0.074), "31": (0.034, 0.019, 0.015), "35": (0.031, 0.022, 0.046),
    "41": (0.062, 0.071, 0.017), "45": (0.018, 0.016, 0.049), "46": (0.044, 0.038, 0.083), "4651": (0.004, 0.003, 0.0),
    "47": (0.055, 0.049, 0.071), "474": (0.003, 0.002, 0.0), "49": (0.037, 0.031, 0.052), "55": (0.019, 0.014, 0.061),
    "582": (0.0006, 0.0004, 0.0), "61": (0.011, 0.010, 0.0), "62": (0.0052, 0.0031, 0.0), "63": (0.0013, 0.0011, 0.0),
    "64": (0.033, 0.027, 0.145), "68": (0.029, 0.026, 0.038), "84": (0.018, 0.021, 0.088), "85": (0.027, 0.028, 0.069),
    "86": (0.016, 0.017, 0.055), "951": (0.0009, 0.0008, 0.0), "T": (0.045, 0.051, 0.0),
}  # fmt: skip
_CORE = {"26", "4651", "474", "582", "61", "62", "63", "951"}
# HS code → (SITC Rev. 4 code, share of exports, yearly growth of that share); codes as the United Nations relate them.
_GOODS = {
    "640399": ("85148", 0.145, 0.97), "640411": ("85125", 0.060, 0.98), "620342": ("84140", 0.045, 0.99),
    "940360": ("82159", 0.065, 1.00), "721049": ("67413", 0.035, 1.00), "852990": ("76493", 0.030, 1.02),
    "847989": ("72849", 0.060, 1.01), "850440": ("77121", 0.045, 1.03), "870899": ("78439", 0.050, 1.00),
    "392690": ("89399", 0.055, 1.00), "090111": ("07111", 0.040, 1.01), "400110": ("23110", 0.025, 0.99),
    "080132": ("05773", 0.060, 1.00), "853400": ("77220", 0.055, 1.06), "854231": ("77642", 0.040, 1.08),
    "854140": ("77637", 0.020, 1.02), "851762": ("76412", 0.045, 1.05), "847330": ("75997", 0.040, 1.04),
    "847170": ("75270", 0.025, 1.05), "300490": ("54293", 0.012, 1.01), "902780": ("87446", 0.010, 1.02),
    "853224": ("77865", 0.018, 1.03), "901380": ("87193", 0.020, 1.04),
}  # fmt: skip
# Published per head in 2025: 150.86 and 101.5 million đồng of the products above; the yearly growth is drawn.
_PEOPLE_2025 = {"75": (4_487_605, 1.011), "33": (3_231_527, 1.007)}
_PARTNERS = ["US", "JP", "CN", "KR", "DE", "NL", "TH", "MY"]
_LINES_A_YEAR = 2000


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the deliveries of the room's registers that a province sends."""
    last = min(LAST_YEAR, scene.as_of.year - 1)
    return [
        _delivery("economy.value_added", "gia-tri-tang-them.csv", "thong-ke", _value_added(scene, last)),
        _delivery("economy.digital_input_share", "ty-le-dau-vao-so.csv", "thong-ke", _input_shares()),
        _delivery("economy.growth_account", "hach-toan-tang-truong.csv", "thong-ke", _growth_accounts(scene, last)),
        _delivery("economy.average_population", "dan-so-trung-binh.csv", "thong-ke", _average_population(scene, last)),
        _delivery("economy.hs_concordance", "chuyen-doi-hs-sitc.csv", "thong-ke", _concordance()),
        InventedDelivery("economy.enterprise", "doanh-nghiep.csv", "so-tai-chinh", _enterprises(scene)),
        _delivery("economy.customs_line", "to-khai.csv", "so-cong-thuong", _customs_lines(scene, last)),
    ]


def _delivery(register: str, name: str, sender: str, rows: Sequence[dict[str, str]]) -> InventedDelivery:
    return InventedDelivery(register, name, sender, pa.Table.from_pylist(list(rows)))


def _enterprises(scene: Scene) -> pa.Table:
    """Return enterprises owned by the people of the room `population`, invented from the same seed."""
    rows = enterprise_register(invent(scene.n_people, scene.seed, scene.province, scene.as_of), scene.seed)
    return pa.table(
        {
            "Mã số doanh nghiệp": rows["tax_code"],
            "Tên doanh nghiệp": rows["name"],
            "Mã xã": rows["commune_code"],
            "Người đại diện theo pháp luật": rows["owner_name"],
            "Số giấy tờ của người đại diện": rows["owner_id"],
            "Ngày sinh người đại diện": rows["owner_born_on"],
            "Địa chỉ người đại diện": rows["owner_address"],
            "Ngày đăng ký": rows["registered_on"],
        }
    )


def _constant_product(province: str) -> dict[int, float]:
    """Return the product at 2010 prices by year, backwards from 2025."""
    product = {LAST_YEAR: _GDP_2025_VND[province] / _PRICE_RATIO}
    for year, growth in zip(range(LAST_YEAR, _FIRST_YEAR, -1), reversed(_GROWTH[province]), strict=True):
        product[year - 1] = product[year] / (1 + growth)
    return product


def _value_added(scene: Scene, last: int) -> list[dict[str, str]]:
    chance = scene.chance("value added")
    column = 0 if scene.province == "75" else 1
    weights = np.array([parts[column] for parts in _INDUSTRIES.values()])
    # The digital core grows a little faster than the rest; how much is drawn once.
    faster = np.array([1.02 if code in _CORE else 1.0 for code in _INDUSTRIES])
    rows = []
    for year, constant in sorted(_constant_product(scene.province).items()):
        if year > last:
            continue
        current = constant * _PRICE_RATIO * 1.035 ** (year - LAST_YEAR)
        shares = weights * faster ** (year - LAST_YEAR) * chance.normal(1, 0.01, len(weights))
        for code, amount in zip(_INDUSTRIES, current * shares / shares.sum(), strict=True):
            rows.append(_account(scene, year, "current", code, amount))
    return rows


def _account(scene: Scene, year: int, base: str, code: str, amount: float) -> dict[str, str]:
    return {
        "area": scene.province,
        "year": str(year),
        "price_base": base,
        "industry": code,
        "value_added_vnd": str(round(amount)),
        "producer": "thống kê (mô phỏng)",
    }


def _input_shares() -> list[dict[str, str]]:
    spans = [(2010, 2021, 0.85), (2022, 2030, 1.0)]
    return [
        {
            "from_year": str(first),
            "until_year": str(until),
            "industry": code,
            "share": f"{share * factor:.6f}",
            "depth": "direct",
            "producer": "thống kê (mô phỏng)",
        }
        for first, until, factor in spans
        for code, (_, _, share) in _INDUSTRIES.items()
        if code not in _CORE and code != "T"
    ]


def _growth_accounts(scene: Scene, last: int) -> list[dict[str, str]]:
    chance = scene.chance("growth accounts")
    product = _constant_product(scene.province)
    first = min(product)
    labour, capital = float(_FIRST_LABOUR[scene.province]), 2.4 * product[first]
    rows = []
    for year in range(first, last + 1):
        if year > first:
            labour *= 1.012 + chance.normal(0, 0.003)
            capital *= 1 + 0.55 * (product[year] / product[year - 1] - 1) + 0.035 + chance.normal(0, 0.002)
        rows.append(
            {
                "area": scene.province,
                "year": str(year),
                "price_base": "2010",
                "product_vnd": str(round(product[year])),
                "employed_persons": str(round(labour)),
                "capital_vnd": str(round(capital)),
                "labour_share": f"{0.52 + 0.002 * (year - first):.4f}",
                "producer": "thống kê (mô phỏng)",
            }
        )
    return rows


def _average_population(scene: Scene, last: int) -> list[dict[str, str]]:
    persons, growth = _PEOPLE_2025[scene.province]
    return [
        {
            "area": scene.province,
            "year": str(year),
            "persons": str(round(persons * growth ** (year - LAST_YEAR))),
            "producer": "thống kê (mô phỏng)",
        }
        for year in range(_FIRST_YEAR, last + 1)
    ]


def _concordance() -> list[dict[str, str]]:
    editions = [("2012", "2012-01-01", "2018-01-01"), ("2017", "2018-01-01", "2030-01-01")]
    return [
        {
            "hs_edition": edition,
            "hs_code": code,
            "sitc_code": sitc,
            "valid_from": valid_from,
            "valid_until": valid_until,
        }
        for edition, valid_from, valid_until in editions
        for code, (sitc, _, _) in _GOODS.items()
    ]


def _customs_lines(scene: Scene, last: int) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for year in range(2015, last + 1):
        chance = scene.chance("customs", str(year))
        age = year - LAST_YEAR
        shares = np.array([share * growth**age for _, share, growth in _GOODS.values()])
        goods = chance.choice(len(_GOODS), _LINES_A_YEAR, p=shares / shares.sum())
        values = chance.lognormal(0, 1.2, _LINES_A_YEAR)
        values *= _EXPORTS_2025_USD[scene.province] * 1.09**age / values.sum()
        codes = [
            list(_GOODS)[good] + f"{tail:02d}"
            for good, tail in zip(goods, chance.integers(0, 99, len(goods)), strict=True)
        ]
        days = np.datetime64(f"{year}-01-01") + chance.integers(0, 365, _LINES_A_YEAR)
        partners = chance.choice(_PARTNERS, _LINES_A_YEAR)
        rows.extend(
            {
                "declaration": f"{scene.province}{year}{n // 3:06d}",
                "line": str(n % 3 + 1),
                "area": scene.province,
                "declared_on": str(days[n]),
                "flow": "export",
                # One line in four hundred has a code that no concordance knows, as in real declarations.
                "hs_code": "99999900" if n % 400 == 7 else codes[n],
                "partner": str(partners[n]),
                "value_usd": f"{values[n]:.2f}",
            }
            for n in range(_LINES_A_YEAR)
        )
    return rows
