"""The command line, one function per verb."""


def main() -> None:
    """Run the command line."""
