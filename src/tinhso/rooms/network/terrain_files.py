"""Terrain files read whole: SRTM tiles, ESRI ASCII grids and GeoTIFF; wrong units and undeclared voids are told.

Takes `N11E107.hgt`, `.asc` in degrees and `.tif` in any declared frame (turned to degrees on the way; needs the extra
`geotiff`); gives a `Terrain`. Heights that cannot be metres of the area are faults: they are feet, or voids that
nobody declared. Nothing is guessed and nothing becomes flat.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.terrain import Terrain

TERRAIN_ENDINGS = (".hgt", ".asc", ".tif", ".tiff")
"""How the names of terrain files end."""

_HGT_VOID = -32768
_HGT_NAME = re.compile(r"^([NS])(\d{2})([EW])(\d{3})$", re.IGNORECASE)
_HIGHEST_M, _LOWEST_M = 3200.0, -60.0
"""No ground of Vietnam lies outside (Phan Xi Păng, 3,147 m); higher values are feet or faults."""

_FEET = {"ft", "foot", "feet", "us survey foot", "us-ft", "ussft"}
_FRAME = "EPSG:4326"

_CONVERT = Label(
    "Hãy chuyển tệp sang .hgt, .asc hoặc .tif (mét trên mực nước biển, độ kinh vĩ).",
    "Convert the file to .hgt, .asc or .tif (metres above sea, degrees).",
    "โปรดแปลงไฟล์เป็น .hgt .asc หรือ .tif (เมตรเหนือระดับน้ำทะเล องศา)",
)
_FROM_FEET = Label(
    "Nếu tệp dùng feet, hãy nhân với 0,3048; nếu là ô trống, hãy khai báo giá trị trống (NODATA).",
    "If the file is in feet, multiply by 0.3048; if these are voids, declare their value (NODATA).",
    "หากไฟล์เป็นฟุตให้คูณ 0.3048 หากเป็นช่องว่างให้ระบุค่าช่องว่าง (NODATA)",
)
_NOT_METRES = Label("độ cao không phải mét", "heights are not metres", "ความสูงไม่ใช่หน่วยเมตร")
_NOT_A_TIFF = Label("không phải ảnh GeoTIFF độ cao", "not a GeoTIFF of heights", "ไม่ใช่ GeoTIFF ความสูง")


def unusable(where: str, what: Label, found: str, expected: str, advice: Label = _CONVERT) -> UnusableInput:
    """Return the error for a file that cannot be used."""
    return UnusableInput(Fault(what, where, found, Label.same(expected), advice))


def read_terrain(path: Path, highest_m: float = _HIGHEST_M) -> Terrain:
    """Return the terrain of a file; `UnusableInput` when it is of another format, broken or in another unit.

    `highest_m` is the highest ground the area can have: the lower it is, the surer feet are told from metres.
    """
    readers = {".hgt": read_hgt, ".asc": read_ascii, ".tif": read_geotiff, ".tiff": read_geotiff}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        what = Label("định dạng địa hình chưa đọc được", "a terrain format that is not read", "รูปแบบภูมิประเทศที่อ่านไม่ได้")
        raise unusable(path.name, what, path.suffix or "—", ", ".join(TERRAIN_ENDINGS))
    terrain = reader(path)
    known = terrain.height_m[~np.isnan(terrain.height_m)]
    if known.size and (known.max() > highest_m or known.min() < _LOWEST_M):
        found = f"{known.min():g} … {known.max():g}"
        raise unusable(path.name, _NOT_METRES, found, f"{_LOWEST_M:g} … {highest_m:g} m", _FROM_FEET)
    return terrain


def read_hgt(path: Path) -> Terrain:
    """Return an SRTM tile: square, 16-bit big-endian, its south-west corner in its name."""
    name = _HGT_NAME.match(path.stem)
    what = Label("không phải ô SRTM", "not an SRTM tile", "ไม่ใช่ไฟล์ SRTM")
    if name is None:
        raise unusable(path.name, what, path.stem, "N11E107.hgt")
    raw = np.frombuffer(path.read_bytes(), ">i2")
    side = round(raw.size**0.5)
    if side * side != raw.size or side < 2:
        raise unusable(path.name, what, f"{raw.size} heights", "1201 × 1201, 3601 × 3601")
    height = raw.reshape(side, side).astype(np.float32)
    height[height == _HGT_VOID] = np.nan
    south = int(name[2]) * (1 if name[1].upper() == "N" else -1)
    west = int(name[4]) * (1 if name[3].upper() == "E" else -1)
    return Terrain(height, float(south + 1), float(west), 1.0 / (side - 1))


def read_ascii(path: Path) -> Terrain:
    """Return an ESRI ASCII grid in degrees."""
    what = Label("không phải lưới ASCII", "not an ASCII grid", "ไม่ใช่กริด ASCII")
    lines = path.read_text("ascii", errors="replace").split("\n")
    header: dict[str, float] = {}
    for line in lines[:6]:
        parts = line.split()
        if len(parts) == 2 and parts[0][0].isalpha():
            try:
                header[parts[0].lower()] = float(parts[1])
            except ValueError as error:
                raise unusable(path.name, what, line, "ncols, nrows, xllcorner, yllcorner, cellsize") from error
    try:
        rows, columns, cell = int(header["nrows"]), int(header["ncols"]), header["cellsize"]
        west = header["xllcenter"] if "xllcenter" in header else header["xllcorner"] + cell / 2
        south = header["yllcenter"] if "yllcenter" in header else header["yllcorner"] + cell / 2
        height = np.array(" ".join(lines[len(header) :]).split(), np.float32).reshape(rows, columns)
    except (KeyError, ValueError) as error:
        raise unusable(path.name, what, str(error), "ncols, nrows, xllcorner, yllcorner, cellsize") from error
    height[height == np.float32(header.get("nodata_value", -9999.0))] = np.nan
    if not -90.0 <= south <= 90.0 or not -180.0 <= west <= 180.0:
        degrees = Label("toạ độ không phải độ kinh vĩ", "coordinates are not degrees", "พิกัดไม่ใช่องศา")
        raise unusable(path.name, degrees, f"{west:g}, {south:g}", "−180 … 180, −90 … 90")
    return Terrain(height, south + (rows - 1) * cell, west, cell)


def read_geotiff(path: Path) -> Terrain:
    """Return the first band of a GeoTIFF, turned to degrees where its frame is another one; needs rasterio."""
    try:
        from rasterio import open as open_raster
        from rasterio.enums import Resampling
        from rasterio.errors import RasterioError
        from rasterio.vrt import WarpedVRT
    except ImportError as error:
        advice = Label(
            "Hãy cài phần mở rộng geotiff (uv sync --extra geotiff) hoặc gửi .asc.",
            "Install the extra geotiff (uv sync --extra geotiff), or send .asc.",
            "ติดตั้งส่วนเสริม geotiff (uv sync --extra geotiff) หรือส่ง .asc",
        )
        what = Label("chưa cài thư viện đọc GeoTIFF", "no library reads GeoTIFF here", "ยังไม่มีไลบรารีอ่าน GeoTIFF")
        raise unusable(path.name, what, "rasterio: —", "rasterio", advice) from error
    try:
        with open_raster(path) as source:
            if source.crs is None:
                raise unusable(path.name, _NOT_A_TIFF, "no frame of reference", "EPSG:4326, EPSG:4756, EPSG:3405 …")
            _refuse_feet(path.name, source.units[0])
            with WarpedVRT(source, crs=_FRAME, resampling=Resampling.bilinear) as warped:
                height = warped.read(1, masked=True).astype(np.float32).filled(np.nan)
                return _framed(path.name, height, warped.transform)
    except (RasterioError, OSError) as error:
        raise unusable(path.name, _NOT_A_TIFF, str(error).splitlines()[0], "GeoTIFF") from error


def _refuse_feet(where: str, unit: str | None) -> None:
    """Raise when a file itself says that its heights are feet."""
    if unit is not None and unit.strip().lower() in _FEET:
        raise unusable(where, _NOT_METRES, unit, "m", _FROM_FEET)


def _framed(where: str, height: NDArray[np.float32], transform: tuple[float, ...]) -> Terrain:
    """The terrain of a north-up grid; `transform` holds column and row steps and the upper left corner (degrees)."""
    across, _, west, _, down, north = transform[:6]
    if across <= 0.0 or not np.isclose(across, -down, rtol=1e-3):
        raise unusable(where, _NOT_A_TIFF, f"{across:g}° × {-down:g}°", "square cells, north up")
    return Terrain(height, north - across / 2.0, west + across / 2.0, across)
