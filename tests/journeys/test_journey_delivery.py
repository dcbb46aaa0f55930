"""From a faulty workbook to a published value: four people, each in a browser of their own, in Vietnamese.

An officer sends an XLSX with faults, reads them, mends the file of rejected rows and sends it; a steward accepts both
and proposes; steward and leader sign, neither seeing the other's verdict first; a reader sees the new value; `verify`
passes.
"""

import pytest
from desk_scene import AT, FAULTS, cleared, seat, write_october
from openpyxl import load_workbook
from playwright.sync_api import expect

from tinhso.__main__ import main

PASSWORD = "một-câu-dài-để-mở-cửa"
DESKS = "/vi/dong-nai/desks/"
TARGET = "/vi/dong-nai/targets/dn-online-services-2030/"


def mend(path):
    book = load_workbook(path)
    for row in book.active.iter_rows():
        for cell in row:
            cell.value = {wrong: right for _, _, wrong, right in FAULTS}.get(str(cell.value), cell.value)
    book.save(path)


@pytest.fixture
def home(site, tmp_path, monkeypatch):
    """A small home of its own behind the server, at one instant; people and what they wrote are removed afterwards."""
    from a_release import a_home
    from django.conf import settings

    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    monkeypatch.setattr("tinhso.portal.desks.frame.now", lambda: AT)
    with cleared():
        yield a_home(tmp_path / "dong-nai")


@pytest.fixture
def enter(browser, site, home):
    """Return a way to seat a person in a role and sign in as them, each in a browser of their own."""
    contexts, said = [], []

    def entered(name, role):
        seat(name, role, PASSWORD)
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}{DESKS}")
        page.locator("main input[type=password]").fill(PASSWORD)
        page.locator("main form:has(input[type=password]) input[autocomplete=username]").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Bàn làm việc")
        return page

    yield entered
    for context in contexts:
        context.close()
    assert said == []


def test_a_faulty_workbook_becomes_a_published_value(browser, site, home, enter, tmp_path, capsys):
    officer = enter("lan", "officer")
    officer.click("main a:has-text('Gửi sổ dữ liệu') >> nth=0")
    officer.select_option("#register", label="Hồ sơ thủ tục hành chính")
    send(officer, write_october(tmp_path / "ho-so-thang-10.xlsx"), "Số liệu tháng 10")
    expect(officer.locator("ul.count")).to_contain_text("3dòng bị trả lại")
    problems = officer.locator("table").inner_text()
    for said in ("31/09/2026", "00000", "Kênh nộp"):
        assert said in problems
    with officer.expect_download() as download:
        officer.click("a:has-text('Tải dòng bị trả lại')")
    rejects = tmp_path / "rejects.xlsx"
    download.value.save_as(rejects)
    mend(rejects)
    send(officer, rejects, "Đã sửa ba dòng")
    expect(officer.locator("main")).to_contain_text("Mọi dòng đều đạt.")

    steward = enter("minh", "steward")
    for number in (1, 2):
        steward.goto(f"{site}{DESKS}deliveries/sent/{number}/")
        steward.fill("#why", "Đã đọc, khớp sổ giấy")
        steward.click("button[value=accept]")
        expect(steward.locator("main")).to_contain_text("đã nhận")
    steward.goto(f"{site}{DESKS}deliveries/")
    steward.fill("form[action$='propose/'] input[name=reason]", "Kỳ tháng 10")
    steward.click("form[action$='propose/'] button")
    expect(steward.locator("main")).to_contain_text("Kỳ tháng 10")
    sign(steward, "Khớp với sổ")
    expect(steward.locator("main")).to_contain_text("Đang chờ người thứ hai.")

    reader = browser.new_page()
    reader.goto(f"{site}{TARGET}")
    before = reader.locator("main").inner_text()
    leader = enter("hoa", "leader")
    leader.goto(f"{site}{DESKS}signoff/")
    assert "Khớp với sổ" not in leader.locator("main").inner_text()
    sign(leader, "Đồng ý")
    expect(leader.locator("main")).to_contain_text("Không có dự thảo nào chờ ký.")

    reader.reload()
    after = reader.locator("main").inner_text()
    assert "77,5" in after
    assert "77,5" not in before
    reader.close()
    assert main(["verify", "--home", str(home.folder)]) == 0
    assert "OK" in capsys.readouterr().out


def send(page, path, reason):
    page.set_input_files("#file", path)
    page.fill("#reason", reason)
    page.click("form:has(#file) button")
    page.wait_for_url("**/deliveries/sent/*/")
    expect(page.locator("h1")).to_contain_text("Bản gửi")


def sign(page, reason):
    page.fill("#reason", reason)
    page.click("button[value=approve]")
