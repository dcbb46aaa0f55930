"""Tags and filters every template may use: words, labels, values, periods, days, statuses and addresses.

They choose the language and the writing of what a release says, and compute nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tinhso.base.label import LANGUAGES, Label
from tinhso.base.unit import read_units
from tinhso.portal import shown
from tinhso.portal.words import language, read_words, word
from tinhso.rooms.plan.reading import read_agencies

register = template.Library()

MAP_COLOURS = ("#cfe1f2", "#93c0e4", "#4f97d0", "#1c66ab", "#0a3a73")
_SIGNS = {
    "met": "✓", "on_track": "▸", "behind": "▲", "not_measured": "○",
    "done": "✓", "in_progress": "▸", "overdue": "▲", "planned": "○",
    "equal": "=", "stronger": "+", "weaker": "−", "later": "◷", "missing": "∅",
    "pending": "○", "approved": "✓", "refused": "✕", "waiting": "○", "accepted": "✓",
}  # fmt: skip


@register.simple_tag
def t(key: str, **values: object) -> str:
    """Return the portal's words of a key; raises KeyError for an unknown one."""
    return word(key, **values)


@register.simple_tag
def t_of(section: str, key: object) -> str:
    """Return the words `section.key` for a key that comes from a release; an unknown one is shown as it is."""
    return word(f"{section}.{key}") if f"{section}.{key}" in read_words() else str(key)


@register.filter
def l(label: object) -> str:  # noqa: E743 - the shortest name for the most used filter
    """Return a label's text in the page's language; other values as text, None as nothing."""
    if isinstance(label, Label):
        return label.text(language())
    if isinstance(label, Mapping):
        return str(label.get(language()) or label.get("vi") or "")
    return "" if label is None else str(label)


@register.filter
def value(text: object, unit: object) -> str:
    """Return decimal text written with its unit."""
    return shown.shown_value(text, str(unit or ""))


@register.filter
def exact(text: object, unit: object) -> str:
    """Return decimal text with its unit and no more decimals than it has, as a promise is written."""
    return shown.shown_exactly(text, str(unit or ""))


@register.filter
def number(text: object) -> str:
    """Return decimal text with separators."""
    return shown.shown_number(text)


@register.filter
def billions(amount: object) -> str:
    """Return a whole amount of money in thousand millions, as decimal text; nothing for None."""
    return "" if amount in (None, "") else f"{Decimal(str(amount)) / 10**9:f}"


@register.filter
def points(text: object) -> str:
    """Return a share as percentage points with its sign, such as `+0.54`; nothing for None."""
    return "" if text in (None, "") else shown.shown_number(f"{Decimal(str(text)) * 100:+.2f}")


@register.filter
def period(text: object) -> str:
    """Return a period id in words."""
    return shown.shown_period(text)


@register.filter
def day(text: object) -> str:
    """Return an ISO day as the language writes it."""
    return shown.shown_day(text)


@register.filter
def moment(at: datetime) -> str:
    """Return an instant as day and time of day."""
    return shown.shown_moment(at)


@register.filter
def unit_label(unit: object) -> str:
    """Return the name of a unit; an unknown one as it is."""
    known = read_units().get(str(unit))
    return known.label.text(language()) if known else str(unit or "")


@register.filter
def short(digest: object) -> str:
    """Return the first twelve characters of a hash."""
    return str(digest or "")[:12]


@register.simple_tag
def tag(status: object, section: str = "status") -> SafeString:
    """Return a status by sign and word, and by colour only besides."""
    known = f"{section}.{status}" in read_words()
    text = word(f"{section}.{status}") if known else str(status)
    return format_html(
        '<span class="tag {}"><span aria-hidden="true">{}</span> {}</span>', status, _SIGNS.get(str(status), "•"), text
    )


@register.filter
def agency(owner: object) -> str:
    """Return the name of a body by its id or label; an unknown id is shown as it is."""
    if isinstance(owner, Mapping):
        return l(owner["label"])
    known = read_agencies().get(str(owner))
    return known.label.text(language()) if known else str(owner or "")


@register.filter
def of(rows: Mapping[str, Any], key: object) -> Any:
    """Return what a mapping holds under a key; None without it."""
    return rows.get(str(key))


@register.filter
def as_list(citations: object) -> list[str]:
    """Return citations as a list: of a list as it is, of text parted at semicolons."""
    if isinstance(citations, str):
        return [part.strip() for part in citations.split(";") if part.strip()]
    return [str(each) for each in citations] if isinstance(citations, list | tuple) else []


@register.simple_tag(takes_context=True)
def cited(context: Mapping[str, Any], words: str | Mapping[str, Any]) -> Mapping[str, object]:
    """Return a citation ready to show: id of the text, its number and place in words, whether it was verified."""
    if not isinstance(words, str):
        return {"id": words["text"], "text": l(words["shown"]), "verified": words["verified"]}
    id_, _, place = words.partition(" ")
    text = context["edition"].law["texts"].get(id_, {})
    kind, _, number = place.partition(" ")
    where = f", {word(f'place.{kind}')} {number}" if f"place.{kind}" in read_words() else ""
    return {"id": id_, "text": f"{text.get('number', id_)}{where}", "verified": text.get("verified", False)}


@register.simple_tag(takes_context=True)
def observed(context: Mapping[str, Any], seen: Mapping[str, Any] | None) -> str:
    """Return the value of an observation of the board in the unit of its indicator; a dash without one."""
    if not seen or seen["value"] in (None, ""):
        return "–"
    indicator = context["edition"].indicators.get(seen["indicator"], {})
    return shown.shown_value(seen["value"], str(indicator.get("unit", "")))


@register.simple_tag(takes_context=True)
def register_of(context: Mapping[str, Any], id_: str) -> Mapping[str, Any] | None:
    """Return a register of the current edition by id, None for a derived table or an unknown id."""
    found: Mapping[str, Any] | None = context["edition"].registers.get(id_)
    return found


@register.simple_tag(takes_context=True)
def register_name(context: Mapping[str, Any], id_: str) -> str:
    """Return the label of a register of the current edition; an unknown id as it is."""
    found = context["edition"].registers.get(id_)
    return l(found["label"]) if found else id_


class _Still(template.Node):
    """The part of a template between `still` and `endstill`, kept as made for each language and key."""

    MOST_KEPT = 200

    def __init__(self, nodes: template.NodeList, keys: Sequence[template.base.FilterExpression]) -> None:
        self._nodes, self._keys = nodes, keys
        self._kept: dict[tuple[object, ...], str] = {}

    def render(self, context: template.Context) -> str:
        key = (language(), *(each.resolve(context) for each in self._keys))
        found = self._kept.get(key)
        if found is None:
            found = self._nodes.render(context)
            if len(self._kept) < self.MOST_KEPT:
                self._kept[key] = found
        return found


@register.tag
def still(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """Make what stands up to `endstill` once for each language and values of the keys: `{% still province role %}`.

    What is inside may depend on nothing else, and so goes stale never.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(("endstill",))
    parser.delete_first_token()
    return _Still(nodes, keys)


@register.simple_tag
def step_colour(step: int) -> str:
    """Return the colour of a class in a picture that stands alone."""
    return MAP_COLOURS[step]


@register.simple_tag
def legend_y(height: int, step: int, more: int = 0) -> int:
    """Return where a class stands in the legend under a picture."""
    return height + 8 + 18 * step + more


@register.simple_tag(takes_context=True)
def page(context: Mapping[str, Any], name: str, *parts: object) -> str:
    """Return the address of a page of the current province in the page's language."""
    return reverse(name, args=[context["edition"].slug, *parts])


@register.simple_tag(takes_context=True)
def picture(context: Mapping[str, Any], room: str, name: str, width: str) -> str:
    """Return the address of a room's picture, wide or narrow, in the page's language."""
    return reverse(f"{room}_picture", args=[context["edition"].slug, name, width])


@register.simple_tag(takes_context=True)
def languages(context: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, name and address of this page in each language."""
    names = {"vi": "Tiếng Việt", "en": "English", "th": "ไทย"}
    path = context["request"].get_full_path()
    return [(code, names[code], f"/{code}{path[3:]}" if path[3:4] in ("/", "") else f"/{code}/") for code in LANGUAGES]
