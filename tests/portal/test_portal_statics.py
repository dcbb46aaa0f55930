"""Static files are packed once, and again only when one of their sources has changed."""

import os
from pathlib import Path

from django.test import override_settings

from tinhso.portal.statics import collect_static

# Collecting looks at whole seconds alone.
LATER = 1 << 32


def test_static_files_are_collected_when_a_source_has_changed(tmp_path: Path) -> None:
    sources, root = tmp_path / "sources", tmp_path / "static"
    sources.mkdir()
    (sources / "a.css").write_text("p { margin: 0 }")
    found = {
        "STATIC_ROOT": root,
        "STATICFILES_DIRS": [sources],
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
    }
    with override_settings(**found):
        assert [collect_static(), collect_static()] == [True, False]
        (sources / "a.css").write_text("p { margin: 1em }")
        os.utime(sources / "a.css", (LATER, LATER))
        assert [collect_static(), collect_static()] == [True, False]
        assert (root / "a.css").read_text() == "p { margin: 1em }"
        (sources / "b.css").write_text("")
        assert collect_static()
