"""How the room's numeric kernels are compiled: as `base.compiled` does, and more for vector registers.

Takes a plain typed function and gives the same function in machine code. `reducing` lets sums and maxima be taken in
any order (so that they use vector registers) and promises no NaN: maxima stay exact, sums move by a few units in the
last place. `separate` further promises that no array a function writes overlaps one it reads, without which loads at
computed places keep out of the vector registers.
"""

from collections.abc import Callable

from llvmlite import ir
from numba import types
from numba.core.compiler import Compiler
from numba.extending import intrinsic

from tinhso.base.compiled import compiled, compiled_with

__all__ = ["compiled", "inlined", "larger", "reducing", "separate", "vectorised"]

_ANY_ORDER = {"nnan", "nsz", "reassoc"}
_NO_NAN = {"nnan", "nsz", "contract"}


def inlined[F: Callable[..., object]](function: F) -> F:
    """Return `function` compiled into its callers, so that the loop around it can use vector registers."""
    return compiled_with(function, forceinline=True, fastmath=_NO_NAN)


def vectorised[F: Callable[..., object]](function: F) -> F:
    """Return a loop over independent elements compiled for vector registers; its inputs must hold no NaN."""
    return compiled_with(function, fastmath=_NO_NAN)


def reducing[F: Callable[..., object]](function: F) -> F:
    """Return `function` compiled with sums and maxima taken in any order; its inputs must hold no NaN."""
    return compiled_with(function, fastmath=_ANY_ORDER)


class _Separate(Compiler):  # type: ignore[misc]
    """Numba's own passes, with the arrays of the arguments declared not to overlap."""

    def define_pipelines(self) -> object:
        """Return numba's pipelines."""
        self.state.flags.noalias = True
        return super().define_pipelines()


def separate[F: Callable[..., object]](function: F) -> F:
    """Return `function` as `reducing` compiles it; no array written may overlap any other argument."""
    return compiled_with(function, fastmath=_ANY_ORDER | {"contract"}, pipeline_class=_Separate)


@intrinsic  # type: ignore[untyped-decorator]
def larger(_context: object, _a: object, _b: object) -> tuple[object, Callable[..., object]]:
    """Return the larger of two numbers, neither NaN; unlike `max`, maxima over a loop then use vector registers."""

    def generate(_context: object, builder: ir.IRBuilder, _signature: object, numbers: list[ir.Value]) -> ir.Value:
        double = numbers[0].type
        maximum = builder.module.declare_intrinsic("llvm.maxnum", [double], ir.FunctionType(double, [double, double]))
        return builder.call(maximum, numbers)

    return types.float64(types.float64, types.float64), generate
