"""The map's grid is equally spaced in the projection browsers draw, and its pictures read back as they were."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tinhso.rooms.network.coverage_grid import grid_around, mercator_m, palette_png

GRID = grid_around([10.6, 12.2], [106.4, 107.5])


def test_rows_are_equally_spaced_in_the_projection_and_squares_on_the_ground():
    lat, lon = (each.reshape(GRID.rows, GRID.columns) for each in GRID.centres())
    y = [mercator_m(float(v), 106.0)[1] for v in lat[:, 0]]
    assert np.ptp(np.diff(y)) < 1e-6
    middle = GRID.rows // 2
    tall = (lat[middle, 0] - lat[middle + 1, 0]) * 111_320
    wide = (lon[0, 1] - lon[0, 0]) * 111_320 * np.cos(np.radians(lat[middle, 0]))
    assert tall == pytest.approx(wide, rel=0.01) == pytest.approx(300, rel=0.02)


def test_bounds_hold_every_centre_and_the_points_with_their_edge():
    south, west, north, east = GRID.bounds
    lat, lon = GRID.centres()
    assert south < lat.min() and lat.max() < north and west < lon.min() and lon.max() < east
    assert south < 10.6 - 0.08 and north > 12.2 + 0.08


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 2)))
def test_a_picture_reads_back_as_its_classes(classes):
    png = palette_png(classes, ((0, 0, 0, 0), (242, 183, 5, 170), (28, 102, 171, 190)))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        name, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(name + content)
        parts[name] = content
        at += 12 + size
    columns, rows = struct.unpack(">II", parts[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(rows, columns + 1)
    assert (lines[:, 0] == 0).all() and (lines[:, 1:] == classes).all()
    assert parts[b"tRNS"] == bytes([0, 170, 190])
