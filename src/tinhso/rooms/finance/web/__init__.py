"""The room's published pages: what they show, how pictures are drawn, templates and words."""
