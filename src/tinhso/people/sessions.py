"""Sessions in the database, as Django's own, read in plain SQL: every page behind a door asks for one.

Takes a session's key; gives its row while it has not ended. Writing is Django's.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_COLUMNS = ["session_key", "session_data", "expire_date"]
_SESSION = f"select {', '.join(_COLUMNS)} from django_session where session_key = %s and expire_date > %s"  # noqa: S608


class SessionStore(db.SessionStore):
    """Django's sessions of the database; a key that is unknown or has ended leaves the session empty."""

    def _get_session_from_db(self) -> Session | None:
        with connection.cursor() as cursor:
            cursor.execute(_SESSION, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        found: Session = Session.from_db(connection.alias, _COLUMNS, row)
        return found
