"""Tags of account pages: faults and fields in our words, the seats of a person, names of provinces and communes.

Takes allauth's forms, whose own words are not complete in three languages; what a fault is called is looked up by its
code, and an unknown code is shown in Django's words.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

from tinhso.base.area import areas_on
from tinhso.base.home import PROVINCES
from tinhso.people.models import Seat
from tinhso.portal.accounts.adapter import REFUSED
from tinhso.portal.words import read_words, word

register = template.Library()


@register.simple_tag
def fault_of(fault: ValidationError | str) -> str:
    """Return what was wrong with a field."""
    code = getattr(fault, "code", None)
    if code and f"account_fault.{code}" in read_words():
        return word(f"account_fault.{code}")
    return " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)


@register.filter
def bare(field: BoundField) -> SafeString:
    """Return a field without its placeholder: the label says what it is."""
    return field.as_widget(attrs={"placeholder": ""})


@register.simple_tag
def seats_of(user: Any) -> list[Seat]:
    """Return the seats of a person, by province."""
    return list(Seat.objects.filter(user=user.pk).order_by("province"))


@register.simple_tag(takes_context=True)
def if_refused(context: Mapping[str, Any]) -> bool:
    """Return whether what was tried last was refused; once."""
    return bool(context["request"].session.pop(REFUSED, False))


@register.filter
def area_name(code: str) -> str:
    """Return the name of a province or commune as of today; an unknown code as it is."""
    found = areas_on(timezone.localdate()).get(code)
    return found.name if found else code


@register.filter
def province_name(slug: str) -> str:
    """Return the name of a province by its address."""
    return area_name(PROVINCES.get(slug, slug))
