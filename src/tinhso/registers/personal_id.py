"""Personal identification numbers: twelve digits, whose first three name where a birth was registered.

Gives the places by code (`birth_places.yaml`) and the SQL of a broken number. The number has no check digit. Codes of
the 63 former provinces stay valid for people already numbered; codes from 100 on are countries (their list is not
public: any is taken).
Source: Decree 137/2015/NĐ-CP art. 13; Circular 07/2016/TT-BCA annex.
"""

from functools import cache
from pathlib import Path

from tinhso.base.definition import read_yaml


@cache
def birth_places() -> dict[str, str]:
    """Return the provinces by code of birth registration, as they were called when the codes were given out.

    Source: Circular 07/2016/TT-BCA, annex.
    """
    path = Path(__file__).with_name("birth_places.yaml")
    places = read_yaml(path.read_text("utf-8"), path.name)["places"]
    assert isinstance(places, dict)
    return {str(code): str(name) for code, name in places.items()}


def _broken_sql() -> str:
    listed = ", ".join(f"'{place}'" for place in birth_places())
    known = f"({{v}}[1:3] < '100' and {{v}}[1:3] not in ({listed}))"
    return f"not regexp_full_match({{v}}, '[0-9]{{{{12}}}}') or {known}"


PERSONAL_ID_BROKEN_SQL = _broken_sql()
