"""tinhso, a resolution you can run: every figure of a province from the rows it is made of, with proof."""

__version__ = "0.1.0"
