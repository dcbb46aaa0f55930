"""The examples of the how-to pages are read by the product."""

import re
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.law.text import TEXTS
from tinhso.rooms.plan.reading import read_programmes
from tinhso.rooms.plan.reported import COLUMNS
from tinhso.rooms.plan.rules_targets import RULES

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def example(name: str) -> str:
    found = BLOCK.search((DOCS / "how-to" / name).read_text("utf-8"))
    assert found
    return found[1]


def test_the_programme_of_the_page_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "rooms" / "plan" / "programmes" / "own"
    folder.mkdir(parents=True)
    (folder / "own_plan.yaml").write_text(example("write-a-programme.md"), "utf-8")
    (own,) = [x for x in read_programmes(tmp_path) if x.id == "own-digital-plan-2026"]
    assert own.targets[0].owner == "van-phong-ubnd"
    assert own.tasks[0].unmeasured


def test_the_text_of_the_page_is_the_packaged_one() -> None:
    shown = read_yaml(example("cite-the-law.md"), "page")
    packaged = read_yaml((TEXTS / "qd-766-2022.yaml").read_text("utf-8"), "text")
    assert {key: shown[key] for key in shown if key != "source"} == {
        key: packaged[key] for key in shown if key != "source"
    }


def test_every_column_and_rule_is_described() -> None:
    columns = (DOCS / "how-to" / "carry-a-reported-figure.md").read_text("utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in columns] == []
    rules = (DOCS / "explanation" / "claim-and-evidence.md").read_text("utf-8")
    assert [rule for rule in RULES if f"| {rule.replace('_', ' ')} |" not in rules] == []
