"""Every word the portal asks for is in the catalogue, in three languages, and none lies there unused."""

import re
from pathlib import Path

from tinhso.base.label import LANGUAGES
from tinhso.portal import words

PORTAL = Path(words.__file__).parent
PLACES = [PORTAL, PORTAL.parent / "people", *(path.parent for path in words.OF_ROOMS)]
SECTIONS_OF_DATA = {
    "status", "kind", "pillar", "comparison", "alignment", "figure", "observation", "direction", "level",
    "sensitivity", "type", "step", "step_says", "found", "place", "period", "form", "role", "verdict", "way", "sent",
    "purpose", "risk", "document",
    "signal", "loss", "choice", "work", "task_level", "account_field", "account_help", "account_other", "account_fault",
    "step_status", "step_means", "review_stage", "review_judgement",
    "own_state", "own_act", "own_value",
}  # fmt: skip


def asked() -> set[str]:
    in_code: set[str] = set()
    for path in (path for place in PLACES for path in place.rglob("*.py")):
        in_code |= set(re.findall(r"[\"']([a-z_]+\.[a-z_0-9]+)[\"']", path.read_text("utf-8")))
    return in_templates() | in_code


def in_templates() -> set[str]:
    found: set[str] = set()
    for path in (path for place in PLACES for path in place.rglob("*.html")):
        found |= set(re.findall(r"{% t [\"']([^\"']+)", path.read_text("utf-8")))
    return found


def test_every_word_asked_for_is_there():
    assert not in_templates() - set(words.read_words())


def test_no_word_lies_unused():
    used = asked()
    unused = {key for key in words.read_words() if key not in used and key.split(".")[0] not in SECTIONS_OF_DATA}
    assert not unused


def test_places_are_the_same_in_every_language():
    for key, label in words.read_words().items():
        places = [set(re.findall(r"{(\w+)}", label.text(language))) for language in LANGUAGES]
        if key != "period.month":
            assert places[0] == places[1] == places[2], key


def test_thai_is_thai_and_vietnamese_is_not_english():
    for key, label in words.read_words().items():
        if re.search(r"[a-z]{4}", label.en) and key != "period.month":
            assert re.search(r"[\u0e00-\u0e7f]", label.th), key
            assert label.vi != label.en, key
