"""Migrations of people's own rows, one idea each."""
