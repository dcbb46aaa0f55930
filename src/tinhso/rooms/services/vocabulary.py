"""The words procedures share: fields, competent bodies, kinds of paper, results; each in three languages.

Takes `vocabulary/*.yaml` (a home's own files replace the packaged ones), gives `Vocabulary`, in the order of the files.
What a procedure does with a word belongs to `procedure`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tinhso.base.definition import find_definitions, read_yaml
from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the catalogue.

    `level` and `calendar` are those of a body (`COMMUNE` or `PROVINCE`; empty for the common working calendar),
    `register` is where a paper's content is already held, `type_code` is the national code of a result.
    """

    id: str
    label: Label
    level: str = ""
    calendar: str = "public_service_centre"
    register: str = ""
    type_code: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words by id."""

    fields: Mapping[str, Word]
    agencies: Mapping[str, Word]
    documents: Mapping[str, Word]
    results: Mapping[str, Word]


def read_vocabulary(home: Path | None = None) -> Vocabulary:
    """The packaged words with a home's own; raises DefinitionError for a file that is no YAML mapping."""
    files = {f.name: f for f in find_definitions("vocabulary", "*.yaml", home) if f.room == "services"}
    words = {name: read_yaml(file.text(), file.where) for name, file in files.items()}
    return Vocabulary(**{k: _words(words[k]) for k in ("fields", "agencies", "documents", "results")})


def _words(raw: Mapping[str, object]) -> dict[str, Word]:
    return {id_: _word(id_, entry) for id_, entry in raw.items()}


def _word(id_: str, entry: object) -> Word:
    given = entry if isinstance(entry, Mapping) else {}
    extra = {k: str(given[k]) for k in ("level", "calendar", "register", "type_code") if k in given}
    return Word(id_, Label.read(entry), **extra)
