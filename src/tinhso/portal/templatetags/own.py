"""Tags of pages on people's own rows: a cell in words a person reads."""

from django import template
from django.utils import timezone

from tinhso.base.area import areas_on
from tinhso.base.area_names import area_label
from tinhso.portal import shown
from tinhso.portal.own.models import Case
from tinhso.portal.words import language, read_words, word
from tinhso.registers.contract import Column, Contract, read_contracts

register = template.Library()
_GROUPED_FROM = 5


@register.simple_tag
def cell(column: Column | None, text: str) -> str:
    """Return a value of a column in words: days, communes and shares as people write them; a dash for nothing."""
    if not text:
        return "–"
    kind = column.type.name if column else ""
    if column and f"own_value.{column.name}_{text}" in read_words():
        return word(f"own_value.{column.name}_{text}")
    if kind == "integer":
        return shown.shown_number(text) if len(text) >= _GROUPED_FROM else text
    if kind == "date":
        return shown.shown_day(text)
    if kind == "share":
        return shown.shown_exactly(text, "share")
    if kind == "boolean":
        return word(f"own_value.{text}")
    return _area(text) if kind == "area" else text


def _area(code: str) -> str:
    """Return the full name of a commune as of today; an unknown code as it is."""
    found = areas_on(timezone.localdate()).get(code)
    return area_label(found.kind, found.name).text(language()) if found else code


@register.simple_tag
def contract_of(case: Case) -> Contract | None:
    """Return the contract of the register a case is about; None for a register that is no longer kept."""
    return read_contracts().get(case.register)


@register.simple_tag
def field_of(case: Case) -> Column | None:
    """Return the column a case is about; None when it is about a whole row."""
    contract = contract_of(case)
    return next((each for each in contract.columns if each.name == case.field), None) if contract else None
