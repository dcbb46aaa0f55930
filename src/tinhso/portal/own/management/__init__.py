"""Commands of people's own rows."""
