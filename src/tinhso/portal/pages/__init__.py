"""The published pages: one function per page, each a pure function of release, path and language."""
