"""How values, periods and days are written for a reader, in the language of the page.

Takes decimal text, period ids and ISO days as releases hold them; gives short words. An absent value is shown as the
reason it is absent, never as 0.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from tinhso.base.unit import read_units, with_separators
from tinhso.portal.words import language, word

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_EN_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TH_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()


def shown_value(value: object, unit: str) -> str:
    """Return decimal text with its unit, such as `71,6 %`; text that is no number as it is; empty for none."""
    number = _decimal(value)
    if number is None:
        return str(value or "")
    known = read_units().get(unit)
    return known.shown(number, language()) if known else f"{shown_number(value)} {unit}".strip()


def shown_exactly(value: object, unit: str) -> str:
    """Return decimal text with its unit and just the decimals it has, such as `80 %` of 0.8."""
    number, known = _decimal(value), read_units().get(unit)
    if number is None or known is None:
        return shown_value(value, unit)
    return f"{shown_number(f'{number * known.factor:f}')}\u00a0{known.symbol.text(language())}".strip()


def shown_number(value: object) -> str:
    """Return decimal text with the language's separators, digits as they are."""
    number = _decimal(value)
    if number is None:
        return str(value or "")
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return with_separators(text, language())


def shown_period(period: object) -> str:
    """Return a period id in words: `2025`, `Q1 2025`, `Jul 2025`."""
    year, _, rest = str(period or "").partition("-")
    if rest.startswith("Q"):
        return word("period.quarter", n=rest[1:], year=year)
    if rest.isdecimal():
        return word(
            "period.month", n=int(rest), month=_EN_MONTHS[int(rest) - 1], thang=_TH_MONTHS[int(rest) - 1], year=year
        )
    return year


def shown_day(day: object) -> str:
    """Return an ISO day (or the day of an ISO instant) as the language writes it; other text as it is."""
    try:
        found = date.fromisoformat(str(day)[:10])
    except ValueError:
        return str(day or "")
    match language():
        case "en":
            return f"{found.day} {_EN_MONTHS[found.month - 1]} {found.year}"
        case "th":
            return f"{found.day} {_TH_MONTHS[found.month - 1]} ค.ศ. {found.year}"
        case _:
            return f"{found.day:02d}/{found.month:02d}/{found.year}"


def shown_moment(at: datetime) -> str:
    """Return an instant's day and time of day in the country's time, to the minute."""
    local = at.astimezone(_ZONE)
    return f"{shown_day(local.date())} {local:%H:%M}"


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
