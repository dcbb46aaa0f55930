"""Migrations of the desks, one idea each."""
