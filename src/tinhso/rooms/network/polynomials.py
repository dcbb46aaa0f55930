"""Logarithm and exponential to base 2 as polynomials, for loops that must run in vector registers.

Takes and gives float64; errors below 3e-7 (absolute in `log2`, relative in `exp2`), which is below 1e-6 dB in any
loss. Nothing here is used by the exact kernel.
"""

import numpy as np

from tinhso.rooms.network.compiled import inlined

_MANTISSA = 0x000FFFFFFFFFFFFF
_ONE = 0x3FF0000000000000
_TWO_52 = 0x4330000000000000
_EXPONENT_OF_ZERO = 4503599627370496.0 + 1023.0
_ROUND = 6755399441055744.0


@inlined
def log2(x: float) -> float:
    """Return the logarithm of a positive normal number."""
    bits = np.float64(x).view(np.int64)
    exponent = np.int64((bits >> 52) | _TWO_52).view(np.float64) - _EXPONENT_OF_ZERO
    m = np.int64((bits & _MANTISSA) | _ONE).view(np.float64)
    p = 0.1503824603994173 - 0.012370672931335132 * m
    p = p * m - 0.7981108912164747
    p = p * m + 2.423971077501913
    p = p * m - 4.6429058664074585
    p = p * m + 5.850121052428694
    p = p * m - 5.013865137554564
    p = p * m + 3.485472744968634
    return exponent + (m - 1.0) * p


@inlined
def exp2(x: float) -> float:
    """Return two to the power of `x`, for −1000 < x < 1000 (clamped)."""
    x = min(max(x, -1000.0), 1000.0)
    shifted = x + _ROUND
    f = x - (shifted - _ROUND)
    p = 0.009618025600416424 + f * (0.0013400433112852868 + f * 0.00015469732792233054)
    p = 0.2402265121361413 + f * (0.055503272118154555 + f * p)
    p = 0.9999999999595465 + f * (0.6931472067117415 + f * p)
    scale = np.float64(shifted).view(np.int64) << 52
    return np.int64(np.float64(p).view(np.int64) + scale).view(np.float64)


@inlined
def log10(x: float) -> float:
    """Return the decimal logarithm of a positive number."""
    return 0.30102999566398120 * log2(x)


@inlined
def exp(x: float) -> float:
    """Return the natural exponential, clamped to |x| < 693."""
    return exp2(1.4426950408889634 * x)


@inlined
def exp10(x: float) -> float:
    """Return ten to the power of `x`, clamped to |x| < 301."""
    return exp2(3.3219280948873623 * x)
