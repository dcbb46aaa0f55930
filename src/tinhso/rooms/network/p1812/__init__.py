"""Recommendation ITU-R P.1812-8: point-to-area loss over a path profile, 30 MHz to 6 GHz.

One module a section: `geometry` (Attachment 1), `climate` (3.3–3.7), `line_of_sight` (4.2), `diffraction` (4.3),
`troposcatter` (4.4), `ducting` (4.5), `combination` (4.6), `location` (4.7–4.10), `normal` (Attachment 2);
`prediction` puts them in order and `path` checks the input. Frequencies in GHz, distances in km, heights in m.
Source: ITU-R P.1812-8 (09/2025).
"""

from tinhso.rooms.network.p1812.path import Path, check_path, check_radio, path_loss_db, path_terms
from tinhso.rooms.network.p1812.terms import Radio, Terms

__all__ = ["Path", "Radio", "Terms", "check_path", "check_radio", "path_loss_db", "path_terms"]
