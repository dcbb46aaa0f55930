"""The reference: pages generated from the definitions, so that they cannot say something else than what runs.

`python -m docs.build` writes `docs/reference/`; `--check` also follows every link between pages of `docs/` and the
README, and fails on one that leads nowhere.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tinhso.__main__ import VERBS
from tinhso.law.text import read_texts
from tinhso.measure.example import read_examples
from tinhso.measure.indicator import read_indicators
from tinhso.measure.run import read_all_parameters
from tinhso.registers.contract import read_contracts

DOCS = Path(__file__).parent
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    return {
        "indicators.md": "\n".join(["# Indicators", "", *_indicators()]),
        "registers.md": "\n".join(["# Registers", "", *_registers()]),
        "law.md": "\n".join(["# Legal texts", "", *_texts()]),
        "parameters.md": "\n".join(["# Dated parameters", "", *_parameters()]),
        "commands.md": "\n".join(["# Commands", "", *(f"- `tinhso {v}`: {f.__doc__}" for v, f in VERBS.items()), ""]),
    }


def _indicators() -> Iterator[str]:
    examples = read_examples()
    for id_, editions in read_indicators().items():
        indicator = editions[-1]
        yield f"## {id_}\n\n{indicator.label.en} · {indicator.label.vi} · {indicator.label.th}\n"
        yield f"Unit `{indicator.unit}`; law {'; '.join(indicator.law)}; owner `{indicator.owner}`;"
        verified = "verified" if indicator.verified else "**not verified**"
        yield f"seeds {', '.join(indicator.seeds) or '–'}; {verified}.\n"
        if indicator.reading:
            yield f"> {indicator.reading.en}\n"
        yield f"```sql\n{indicator.sql}\n```\n"
        if id_ in examples:
            yield f"Worked example: {examples[id_].says.en}\n"


def _registers() -> Iterator[str]:
    for id_, contract in read_contracts().items():
        yield f"## {id_}\n\n{contract.label.en} · {contract.label.vi} · {contract.label.th}. {contract.grain.en}.\n"
        yield "| column | label | type | rule |\n|---|---|---|---|"
        for column in contract.columns:
            rule = column.rule.en.replace("|", "\\|")
            yield f"| `{column.name}` | {column.label.en} | {column.type.name} | {rule} |"
        yield ""


def _texts() -> Iterator[str]:
    yield "| id | text | issued | verified |\n|---|---|---|---|"
    for id_, text in sorted(read_texts().items()):
        yield f"| `{id_}` | {text.name.en} | {text.issued_on} | {'yes' if text.verified else '**no**'} |"
    yield ""


def _parameters() -> Iterator[str]:
    for parameter in read_all_parameters().values():
        yield f"## {parameter.id}\n\n{parameter.label.en} (`{parameter.unit}`)\n"
        for value in parameter.values:
            yield f"- from {value.from_on}: {value.value} ({value.law}{'' if value.verified else ', **not verified**'})"
        yield ""


def broken_links() -> list[str]:
    """Return links of the documentation that lead nowhere."""
    found = []
    for page in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]:
        for target in LINK.findall(page.read_text("utf-8")):
            if not (page.parent / target).exists():
                found.append(f"{page.relative_to(DOCS.parent)}: {target} is not there")
    return found


def main() -> int:
    """Write the reference, and with `--check` look for broken links."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    (DOCS / "reference").mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / "reference" / name).write_text(text, "utf-8")
    faults = broken_links() if check else []
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or f"{len(pages())} pages\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
