"""Personal identification numbers: twelve digits, whose first three name where a birth was registered.

Gives the places and the SQL of a broken number. The number has no check digit. Codes of the 63 former provinces stay
valid for people already numbered; codes from 100 on are countries (their list is not public: any is taken).
Source: Decree 137/2015/NĐ-CP art. 13; Circular 07/2016/TT-BCA annex.
"""

BIRTH_PLACES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096"
).split()

_LISTED = ", ".join(f"'{place}'" for place in BIRTH_PLACES)
PERSONAL_ID_BROKEN_SQL = (
    f"not regexp_full_match({{v}}, '[0-9]{{{{12}}}}') or ({{v}}[1:3] < '100' and {{v}}[1:3] not in ({_LISTED}))"
)
