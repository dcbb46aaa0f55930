"""The portal on a real PostgreSQL server by one setting: tables made, decisions kept, an outage said and not hidden."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tinhso.base.home import Home

ASK = """
import json, sys
from pathlib import Path
from tinhso.portal.serve import prepare
prepare(Path(sys.argv[1]))
from django.db import connection
from django.test import Client
answer = Client().get("/health/", headers={"host": "localhost"})
tables = len(connection.introspection.table_names())
print(json.dumps({"vendor": connection.vendor, "code": answer.status_code, "tables": tables, **answer.json()}))
"""
ASK_WITHOUT_SERVER = """
import django, json
django.setup()
from django.test import Client
answer = Client().get("/health/", headers={"host": "localhost"})
print(json.dumps({"code": answer.status_code, **answer.json()}))
"""


def ask(program: str, home: Home, url: str) -> dict[str, object]:
    environment = os.environ | {
        "TINHSO_DATABASE_URL": url,
        "TINHSO_HOME": str(home.folder),
        "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings",
    }
    words = [sys.executable, "-c", program, str(home.folder)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture
def home(published: Home) -> Home:
    return published


def test_the_portal_runs_on_a_real_server(postgres, home: Home, release: Path) -> None:
    answer = ask(ASK, home, postgres.url())
    assert answer["vendor"] == "postgresql"
    assert answer["code"] == 200, answer
    assert answer["releases"] == {"hung-yen": release.name}
    assert int(str(answer["tables"])) > 0
    assert not home.database.exists()
    again = ask(ASK, home, postgres.url())
    assert again["tables"] == answer["tables"]


def test_an_outage_is_said_by_part_and_hides_no_release(postgres, home: Home) -> None:
    postgres.stop()
    try:
        answer = ask(ASK_WITHOUT_SERVER, home, postgres.url())
    finally:
        postgres.start()
    assert answer["code"] == 503
    assert answer["parts"] == {"homes": True, "releases": True, "database": False}
