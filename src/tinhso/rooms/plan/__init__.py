"""Programmes of the province as files: what was promised, where it stands, and what others have reported about it."""
