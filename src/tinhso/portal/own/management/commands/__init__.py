"""Commands of people's own rows, one a file."""
