"""The report: one content in three languages, PDF/A-2b by its own marks, DOCX read back, and why a value moved."""

import re
import zlib
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from docx import Document

from tinhso.__main__ import main
from tinhso.portal.comparing import changes_between
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition_of
from tinhso.portal.reports.content import Report, compose_report
from tinhso.portal.reports.making import make_report
from tinhso.portal.reports.pdf import report_pdf
from tinhso.portal.reports.reasons import reasons
from tinhso.portal.reports.word_file import report_docx

SITE = "https://so.example.vn"


@pytest.fixture
def before(edition: Edition) -> Edition:
    return get_edition_of("dong-nai", edition.release.manifest["previous"])


@pytest.fixture(params=["vi", "en", "th"])
def report(request: pytest.FixtureRequest, edition: Edition, before: Edition) -> Report:
    with translation.override(request.param):
        return compose_report(edition, before, f"{SITE}/{request.param}/dong-nai/releases/{edition.id}/")


def streams(pdf: bytes) -> bytes:
    """The PDF with its packed streams opened, read without the library that wrote it."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_pdf_says_and_carries_what_pdf_a_2b_asks(report: Report) -> None:
    pdf = report_pdf(report)
    opened = streams(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in opened
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in opened
    assert b"/GTS_PDFA1" in opened and b"/DestOutputProfile" in opened
    assert b"/Encrypt" not in opened and b"/JavaScript" not in opened
    assert b"BeVietnamPro" in opened
    descriptors = re.findall(rb"/FontDescriptor\b.{0,400}", opened, re.DOTALL)
    assert descriptors
    assert opened.count(b"/FontFile") >= 1


def test_the_same_report_is_the_same_file(report: Report) -> None:
    assert report_pdf(report) == report_pdf(report)


def test_every_page_carries_the_mark_invented(report: Report) -> None:
    assert report.invented and report.invented_why
    document = Document(BytesIO(report_docx(report)))
    assert report.invented in document.sections[0].header.paragraphs[0].text


def test_docx_read_back_holds_every_row(report: Report) -> None:
    document = Document(BytesIO(report_docx(report)))
    tables = [t for t in (report.summary, report.moved, *report.pillars, report.overdue) if t.rows]
    tables += [t for t in (report.evidence, report.findings) if t.rows]
    assert len(document.tables) == len(tables)
    for given, made in zip(tables, document.tables, strict=True):
        assert [[cell.text for cell in row.cells] for row in made.rows] == [given.columns, *given.rows]
    assert len(document.inline_shapes) == 1 + len(report.pictures)
    assert not re.search(r"{[{%]", "".join(p.text for p in document.paragraphs))


def test_no_text_of_the_release_is_read_as_a_template(edition: Edition, report: Report) -> None:
    evil = "#panic() {{ 7*7 }} {% raw %} <w:t>&"
    changed = Report(**{**{name: getattr(report, name) for name in asdict(report)}, "subtitle": evil})
    assert report_pdf(changed).startswith(b"%PDF")
    paragraphs = [p.text for p in Document(BytesIO(report_docx(changed))).paragraphs]
    assert evil in paragraphs


def test_every_target_stands_once_under_its_pillar(edition: Edition, report: Report) -> None:
    assert sum(len(pillar.rows) for pillar in report.pillars) == len(edition.board.targets)
    assert sum(int(n) for row in report.summary.rows for n in row[1:]) == len(edition.board.targets)


def test_each_move_says_why(edition: Edition, before: Edition, report: Report) -> None:
    moved = changes_between(before, edition)
    assert moved
    assert len(report.moved.rows) == len(moved)
    assert all(row[-1] for row in report.moved.rows)


def test_a_new_delivery_and_a_new_definition_are_named(edition: Edition, before: Edition) -> None:
    each = next(m for m in changes_between(before, edition) if m.now.get("observation"))
    receipt = edition.receipts[each.now["observation"]["receipt"]]
    altered = {**receipt, "definition": "0" * 64, "inputs": {"receipt:services.dossier": "f" * 64}}
    now = Edition(edition.slug, edition.release)
    now.__dict__["receipts"] = {**edition.receipts, receipt["id"]: altered}
    with translation.override("en"):
        found = reasons(before, now, each)
        assert reasons(before, edition, each) == [
            "registers and definitions are the same; only the day of reading moved on"
        ]
    assert any("definition changed" in reason for reason in found)
    assert any("new delivery" in reason for reason in found)


def test_the_portal_gives_the_report_and_links_to_it(client: Client, edition: Edition) -> None:
    page = client.get(f"/vi/dong-nai/releases/{edition.id}/").content.decode()
    for form in ("pdf", "docx"):
        address = f"/vi/dong-nai/releases/{edition.id}/report.{form}"
        assert address in page
        answer = client.get(address)
        assert answer.status_code == 200
        assert f"dong-nai-{edition.id}-vi.{form}" in answer["Content-Disposition"]
    assert client.get(f"/vi/dong-nai/releases/{edition.id}/report.odt").status_code == 404


def test_a_report_covers_any_period(client: Client, edition: Edition, before: Edition) -> None:
    page = client.get(f"/vi/dong-nai/releases/{edition.id}/").content.decode()
    assert f"<option>{before.id}</option>" in page
    answer = client.get(f"/en/dong-nai/releases/{edition.id}/report.docx", {"since": before.id})
    text = "".join(p.text for p in Document(BytesIO(answer.content)).paragraphs)
    assert before.id in text
    assert "Tinhso-Published" not in answer
    assert client.get(f"/en/dong-nai/releases/{edition.id}/report.pdf", {"since": "none"}).status_code == 404


def test_the_verb_writes_the_report(homes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(homes / "dong-nai"), "--language", "en"]
    assert main(["report", *home, "--format", "docx", "--out", str(tmp_path / "r.docx")]) == 0
    assert (tmp_path / "r.docx").stat().st_size > 10_000
    assert main(["report", *home, "--since", "2020-01-01-1", "--out", str(tmp_path / "r.pdf")]) == 2
    assert "no such release" in capsys.readouterr().err


def test_health_says_what_works(client: Client, edition: Edition) -> None:
    answer = client.get("/health/")
    assert answer.json()["parts"]["releases"] is True
    assert answer.json()["releases"]["dong-nai"] == edition.id
    assert str(settings.TINHSO_HOME) not in answer.content.decode()


def test_the_address_in_the_code_is_the_release_page(edition: Edition) -> None:
    assert make_report(edition, None, form="pdf", language="th", site=SITE).count(
        f"{SITE}/th/dong-nai/releases/{edition.id}/".encode()
    )
