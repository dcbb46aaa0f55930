"""The SQL of a check, generated from a contract by pure functions; nothing is looked at row by row in Python.

Tables, one after the other: `raw` (cells as texts, by contract column) → `typed` (values, and for each bad row the
number of the broken constraint per column) → `repeats` (rows whose key is not alone) → accepted rows, rejected rows.
Texts of senders never enter the SQL; names and conditions come from reviewed contracts.
"""

from collections.abc import Mapping, Sequence

from tinhso.registers.column_type import Style, number_evidence_sql
from tinhso.registers.constraint import Constraint
from tinhso.registers.contract import ACTION, Column, Contract
from tinhso.registers.source import Source, literal

_SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279)"
_SPACE = r"[\s\x{a0}\x{200b}\x{feff}]"
# Signs of a text not composed (NFC) or not of one line; looking for them costs a fifth of mending every text.
_UNCOMPOSED = r"[\t\n\r\x{a0}\x{300}-\x{36f}]"
# A polygon's text is long, and a problem is read by a person.
_N_SHOWN = 1_000
_DELETE_WORDS = "'delete', 'd', 'xóa', 'xoá', 'xoa', 'ลบ'"
_UPSERT_WORDS = "'upsert', 'u', 'insert', 'update', 'i', 'thêm', 'sửa', 'cập nhật', 'เพิ่ม', 'แก้ไข'"


def raw_table_sql(contract: Contract) -> str:
    """Return SQL making the empty table `raw`: the part a row came from, and its cells as texts."""
    columns = "".join(f', "{name}" varchar' for name in contract.names)
    return f"create temp table raw (_part integer, _action varchar{columns})"


def load_sql(contract: Contract, source: Source, part: int) -> str:
    """Return SQL that appends the rows of a source to `raw`, in their order."""
    places = source.header.places
    cells = ", ".join(f"c{places[name]}" if name in places else "null" for name in (ACTION, *contract.names))
    return f"insert into raw select {part}, {cells} from {source.relation_sql}"


def outline_texts_sql(column: Column) -> str:
    """Return SQL giving each text of a column of polygons and how often it occurs."""
    return f"select {_clean(column)} as text, count(*) from raw where text is not null group by 1"


def looked_up_in(column: Column) -> str:
    """Return the name of the table that says what the texts of a column mean: `code`, `today`, `candidates`."""
    return f'"outlines_{column.name}"' if column.type.is_outline else "areas"


def evidence_sql(contract: Contract) -> str:
    """Return SQL counting, for each decimal column, the texts that show how its numbers are written."""
    columns = (column for column in contract.columns if column.type.is_decimal)
    counts = ", ".join(f'{number_evidence_sql(_clean(column))} as "{column.name}"' for column in columns)
    return f"select {counts} from raw"


def typed_table_sql(contract: Contract, styles: Mapping[str, Style], *, is_change: bool) -> str:
    """Return SQL making `typed`: one row for each of `raw`, by `_id`, with `_codes` null where no constraint is broken.

    `_codes` holds, per column and at its end for the whole row, the number of the first broken constraint, or 0.
    A row to delete needs only its key.
    """
    columns = contract.columns
    texts = ", ".join(f'{_clean(column)} as "x_{column.name}"' for column in columns)
    values = ", ".join(f'{_value(column, styles)} as "{column.name}"' for column in columns)
    areas = "".join(
        f' left join {looked_up_in(column)} as "a_{column.name}" on "a_{column.name}".code = "x_{column.name}"'
        for column in columns
        if column.type.is_looked_up
    )
    codes = ", ".join(f'{_code(contract, column, is_change)} as "f_{column.name}"' for column in columns)
    numbers = [f'"f_{column.name}"' for column in columns] + ["f_row"]
    blank = " and ".join(f'"x_{column.name}" is null' for column in columns)
    kept = ", ".join(_kept(contract, column, is_change) for column in columns)
    return (
        f"create temp table typed as with cleaned as (select rowid as _id, {_action(is_change)} as _action, {texts}"
        f" from raw), parsed as (select cleaned.*, {values}{_candidates(columns)} from cleaned{areas}),"
        f" judged as (select *, {codes}, {_row_code(contract.checks, is_change)} as f_row from parsed)"
        f" select _id, _action, {kept}, ({blank}) as _blank,"
        f" case when greatest({', '.join(numbers)}) > 0 then [{', '.join(numbers)}] end as _codes from judged"
    )


def repeats_table_sql(contract: Contract) -> str:
    """Return SQL making `repeats`: rows, good in themselves, that share their key, and why each is rejected.

    Of rows alike in every value the first stays; rows that contradict each other are all rejected.
    """
    key = ", ".join(f'"{name}"' for name in contract.key)
    text = ", ".join(f'"{name}"::varchar' for name in contract.names)
    return (
        f"create temp table repeats as with shared as (select {key} from typed where _codes is null and not _blank"
        f" group by all having count(*) > 1), rows as (select _id, {key}, json_array(_action, {text})::varchar as whole"
        f" from typed semi join shared using ({key}) where _codes is null and not _blank)"
        f" select _id, case when min(whole) over same = max(whole) over same then 'repeated' else 'duplicate_key' end"
        f" as rule from rows window same as (partition by {key})"
        f" qualify rule = 'duplicate_key' or row_number() over (partition by {key} order by _id) > 1"
    )


def accepted_sql(contract: Contract, *, is_change: bool) -> str:
    """Return the SELECT of accepted rows: the contract's columns, before them `_action` for a change delivery."""
    action = "_action, " if is_change else ""
    names = ", ".join(f'"{name}"' for name in contract.names)
    return (
        f"select {action}{names} from typed where _codes is null and not _blank"
        f" and _id not in (select _id from repeats)"
    )


def counts_sql() -> str:
    """Return SQL counting rows received and rejected, blank rows aside, broken lines with them."""
    return (
        "select count(*) filter (not _blank) + (select count(*) from broken),"
        " count(*) filter (not _blank and _codes is not null) + (select count(*) from repeats)"
        " + (select count(*) from broken) from typed"
    )


def broken_table_sql(sources: Sequence[Source]) -> str:
    """Return SQL making `broken`: lines that are no rows, by part and line number, with the rule they break."""
    reasons = (
        "case min(error_type)::varchar when 'MISSING COLUMNS' then 'cells' when 'TOO MANY COLUMNS' then 'cells'"
        " when 'UNQUOTED VALUE' then 'quotes' when 'INVALID ENCODING' then 'encoding' else 'line' end"
    )
    selects = [
        f"select {part} as part, line::bigint as line, {reasons} as rule, first(csv_line)::varchar as text"
        f" from {source.broken_lines} group by line, line_byte_position"
        for part, source in enumerate(sources)
        if source.broken_lines
    ]
    empty = (
        "select null::integer as part, null::bigint as line, null::varchar as rule, null::varchar as text where false"
    )
    return f"create temp table broken as {' union all '.join([*selects, empty])}"


def rejects_sql(contract: Contract, parts: Sequence[tuple[str, int, int]]) -> str:
    """Return the SELECT of rejected rows: part, row as the sender's program numbers it, cells, problems.

    `parts` gives for each file its name, its first row of `raw`, and the number of the last line of its header.
    Lines the reader set aside shift the numbers of the rows after them.
    """
    names = ", ".join(
        f"({number}, {literal(name)}, {first}, {line})" for number, (name, first, line) in enumerate(parts)
    )
    cells = ", ".join(f'raw."{name}"' for name in contract.names)
    areas = "".join(
        f' left join {looked_up_in(column)} as "a_{column.name}" on "a_{column.name}".code = {_clean(column)}'
        for column in contract.columns
        if column.type.is_looked_up
    )
    return (
        f"with parts(part, name, first, header) as (values {names}),"
        f" gaps as (select part, place, max(rank) as n from (select part, line - row_number() over (partition by part"
        f" order by line) as place, row_number() over (partition by part order by line) as rank from broken)"
        f" group by all),"
        f" bad as (select _part as part, _id - first + header + 1 as place, raw._action as action, [{cells}] as cells,"
        f" list_filter([{_problems(contract)}], problem -> problem is not null) as problems"
        f" from typed left join repeats using (_id) join raw on raw.rowid = typed._id"
        f" join parts on parts.part = raw._part{areas}"
        f" where not _blank and (_codes is not null or repeats.rule is not null)),"
        f" placed as (select bad.part, bad.place + coalesce(gaps.n, 0) as row, action, cells, problems from bad"
        f" asof left join gaps on gaps.part = bad.part and gaps.place < bad.place"
        f" union all select part, line, null, [text[:1000]], [{_problem("''", 'text[:200]', 'rule')}] from broken)"
        f" select name as part, row, action, cells, problems from placed join parts using (part) order by part, row"
    )


def _problems(contract: Contract) -> str:
    numbered = enumerate((*contract.columns, None), 1)
    each = [_problem_of(place, column, contract.checks) for place, column in numbered]
    each.append(f"case when typed._action is null then {_problem(literal(''), 'raw._action', literal('action'))} end")
    repeated = _problem(literal(""), _key_text(contract), "repeats.rule")
    return ", ".join([*each, f"case when repeats.rule is not null then {repeated} end"])


def _problem_of(place: int, column: Column | None, checks: Sequence[Constraint]) -> str:
    constraints = column.constraints if column else checks
    rules = "(array[" + ", ".join(literal(each.rule) for each in constraints) + "]::varchar[])"
    name = literal(column.name if column else "")
    found = f'left(raw."{column.name}", {_N_SHOWN})' if column else "null::varchar"
    note = f'"a_{column.name}".candidates' if column and column.type.is_looked_up else "null::varchar"
    broken = f"_codes[{place}] between 1 and {len(constraints)}"
    return f"case when {broken} then {_problem(name, found, f'{rules}[_codes[{place}]]', note)} end"


def _problem(column: str, found: str, rule: str, note: str = "null::varchar") -> str:
    return f"{{'column': {column}, 'found': {found}, 'rule': {rule}, 'note': {note}}}"


def _key_text(contract: Contract) -> str:
    return " || ' ' || ".join(f"coalesce(raw.\"{name}\", '')" for name in contract.key)


def _clean(column: Column) -> str:
    cell = f'raw."{column.name}"'
    if column.type.name in {"text", "code", "boolean"}:
        composed = f"translate(nfc_normalize({cell}), chr(9) || chr(10) || chr(13) || chr(160), '    ')"
        cell = f"case when regexp_matches({cell}, '{_UNCOMPOSED}') then {composed} else {cell} end"
    trimmed = f"case when regexp_matches({cell}, '^{_SPACE}|{_SPACE}$') then trim({cell}, {_SPACES}) else {cell} end"
    cleaned = f"nullif({trimmed}, '')"
    if column.type.is_area:
        # A spreadsheet that took the code for a number dropped its leading zeros.
        width = f"case when length({cleaned}) <= 2 then 2 else 5 end"
        padded = f"lpad({cleaned}, {width}, '0')"
        return f"case when regexp_full_match({cleaned}, '\\d{{1,4}}') then {padded} else {cleaned} end"
    return cleaned


def _value(column: Column, styles: Mapping[str, Style]) -> str:
    if column.type.is_looked_up:
        return f'"a_{column.name}".today'
    return column.type.read_sql(f'"x_{column.name}"', styles.get(column.name, Style.POINT))


def _candidates(columns: Sequence[Column]) -> str:
    notes = (f', "a_{c.name}".candidates as "n_{c.name}"' for c in columns if c.type.is_looked_up)
    faults = (f', "a_{c.name}".fault as "k_{c.name}"' for c in columns if c.type.is_outline)
    return "".join((*notes, *faults))


def _code(contract: Contract, column: Column, is_change: bool) -> str:
    if not column.constraints:
        return "0::utinyint"
    tests = " ".join(
        f"when {_broken(each, column.name)} then {number}" for number, each in enumerate(column.constraints, 1)
    )
    spared = "when _action = 'delete' then 0 " if is_change and column.name not in contract.key else ""
    return f"(case {spared}{tests} else 0 end)::utinyint"


def _broken(constraint: Constraint, column: str) -> str:
    names = {"x": f'"x_{column}"', "v": f'"{column}"', "candidates": f'"n_{column}"', "fault": f'"k_{column}"'}
    return constraint.broken_sql.format(**names)


def _row_code(checks: Sequence[Constraint], is_change: bool) -> str:
    tests = [f"when {each.broken_sql} then {number}" for number, each in enumerate(checks, 1)]
    if is_change:
        tests = ["when _action is null then 255", "when _action = 'delete' then 0", *tests]
    return f"(case {' '.join(tests)} else 0 end)::utinyint" if tests else "0::utinyint"


def _kept(contract: Contract, column: Column, is_change: bool) -> str:
    if is_change and column.name not in contract.key:
        return f'case when _action <> \'delete\' then "{column.name}" end as "{column.name}"'
    return f'"{column.name}"'


def _action(is_change: bool) -> str:
    if not is_change:
        return "'upsert'"
    word = f"lower(nullif(trim(raw._action, {_SPACES}), ''))"
    return (
        f"case when {word} is null or {word} in ({_UPSERT_WORDS}) then 'upsert'"
        f" when {word} in ({_DELETE_WORDS}) then 'delete' end"
    )
