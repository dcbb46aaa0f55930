"""A receipt: what one step of the path took, did and gave, so that the step can be repeated and proven.

Every step leaves one; its id is the hash of its content, and it names the receipts and bytes it was made from,
so the receipts of a value form a chain down to the files received. A number without a receipt cannot be published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tinhso.base.canonical import sha256_of

Step = Literal["receive", "check", "link", "measure"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One step's receipt.

    `inputs` maps what was read (`bytes:<file>`, `receipt:<register>`, `area`) to its hash; `definition` is the hash of
    the contract or query; `law` the citations it rests on; `parameters` the dated values used, as text; `content` the
    hash of what came out; `details` small facts a reader wants (sender, file name, register, edition).
    """

    step: Step
    subject: str
    as_of: str
    code: str
    content: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    law: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    rows_in: int = 0
    rows_out: int = 0
    rows_rejected: int = 0
    invented: bool = False
    details: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Return the receipt as plain values, the form that is hashed and written."""
        return {
            "step": self.step,
            "subject": self.subject,
            "as_of": self.as_of,
            "code": self.code,
            "content": self.content,
            "inputs": dict(self.inputs),
            "definition": self.definition,
            "law": list(self.law),
            "parameters": dict(self.parameters),
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rows_rejected": self.rows_rejected,
            "invented": self.invented,
            "details": dict(self.details),
        }

    @property
    def id(self) -> str:
        """Return the SHA-256 of the receipt's canonical JSON."""
        return sha256_of(self.as_dict())


def origin_of(receipts: Sequence[Receipt]) -> dict[str, object]:
    """Return what a document says of its origin: receipts by subject, and whether any is of invented rows."""
    return {"receipts": {r.subject: r.id for r in receipts}, "invented": any(r.invented for r in receipts)}


def read_receipt(raw: Mapping[str, object]) -> Receipt:
    """Return the receipt that `as_dict` wrote; raises TypeError when keys are missing or unknown."""
    values = dict(raw)
    law = values.pop("law", [])
    if not isinstance(law, list):
        raise TypeError(f"law of a receipt must be a list, got {law!r}")
    return Receipt(law=tuple(str(citation) for citation in law), **values)  # type: ignore[arg-type]
