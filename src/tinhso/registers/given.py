"""A real file somebody was given, on its way to a register: what it is for, whole or a change, and its bytes."""

from dataclasses import dataclass

from tinhso.registers.delivery import DeliveryKind


@dataclass(frozen=True, slots=True)
class GivenFile:
    """The bytes of one delivery with the register they are meant for and the name they bear."""

    register: str
    kind: DeliveryKind
    name: str
    content: bytes
