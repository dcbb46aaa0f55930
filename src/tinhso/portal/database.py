"""Where people's decisions are kept: embedded SQLite by default, PostgreSQL by one setting.

Takes the value of `TINHSO_DATABASE_URL` and the home folder, gives Django's database settings and the secret key
kept beside the database. Migrating is left to `serve`.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_SQLITE_OPTIONS = {
    # A deferred transaction that reads and then writes fails under load; an immediate one waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database_settings(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of the database a URL names; an empty URL means `tinhso.sqlite3` in the folder.

    Raises ValueError for a scheme other than `sqlite` and `postgresql`.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        name = unquote(parts.path)[1:] if url else str(folder / "tinhso.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(_SQLITE_OPTIONS)}
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path).lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            # Statements are planned once a connection: a fifth less work for each form sent. A connection that broke
            # is found by the request that meets it and not by a question before each request, which cost a twentieth.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
        }
    raise ValueError(f"TINHSO_DATABASE_URL: found {parts.scheme!r}; expected sqlite:///FILE or postgresql://…/NAME")


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions, made once and readable by its owner only; a fresh one without a folder."""
    if not folder.is_dir():
        return secrets.token_urlsafe(48)
    path = folder / "keys" / "portal.key"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text("ascii")
