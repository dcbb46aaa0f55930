"""Migrations of the park's tables."""
