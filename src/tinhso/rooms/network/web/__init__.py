"""The room's published pages: what they show of a release, templates and words."""
