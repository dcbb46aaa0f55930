"""The functions a person may be seated in, in one province; anonymous people have none."""

from enum import StrEnum


class Role(StrEnum):
    """A function in a province: does the work, answers for registers, decides, looks on, gives seats."""

    OFFICER = "officer"
    STEWARD = "steward"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
