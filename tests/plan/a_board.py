"""Observations and boards for the tests of the plan room."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from tinhso.law.text import read_texts
from tinhso.rooms.plan.board import Board, Setting, board
from tinhso.rooms.plan.programme import Programme
from tinhso.rooms.plan.reading import read_agencies, read_programmes, read_territories
from tinhso.rooms.plan.reported import Reported, read_reported

AS_OF = date(2026, 11, 22)
SETTING = Setting(read_texts(), read_territories(), read_agencies())
PROVINCES = {"dong-nai": "75", "hung-yen": "33"}
SHARES = {
    "services.online_share": ("882090", "909371", "0.97"),
    "services.online_share_full_process": ("470935", "729000", "0.646"),
    "services.online_share_ministry": ("154329", "729000", "0.2117"),
    "services.on_time_share": ("721710", "729000", "0.99"),
    "network.communes_with_5g_share": ("38", "95", "0.4"),
    "network.people_covered_5g_share": ("40", "100", "0.4"),
    "finance.science_technology_share": ("21", "1000", "0.021"),
    "network.stations": ("3550", "", "3550"),
    "network.stations_5g": ("480", "", "480"),
}


def an_observation(indicator: str, area: str, period: str = "2025", **changes: object) -> Mapping[str, object]:
    numerator, denominator, value = SHARES[indicator]
    made: dict[str, object] = {
        "indicator": indicator,
        "area": area,
        "period": period,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "status": "ok",
        "receipt": "a" * 64,
        "invented": "true",
    }
    return made | changes


@cache
def a_board(province: str) -> Board:
    observations = [an_observation(indicator, area) for indicator in SHARES for area in PROVINCES.values()]
    return board_of(province, observations)


def board_of(province: str, observations: list[Mapping[str, object]]) -> Board:
    return board(_programmes(), observations, _reported(), SETTING, AS_OF, province)


@cache
def _programmes() -> tuple[Programme, ...]:
    return read_programmes()


@cache
def _reported() -> Reported:
    return read_reported()
