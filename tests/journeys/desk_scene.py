"""People at their desks, for journeys: an invented register as a workbook, people seated and signed in, and what waits.

Everything written to the database is removed again by `cleared`; homes are copies, thrown away with their folder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import BrowserContext

from tinhso.base.home import Home

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
NAMES = {"officer": "lan", "steward": "minh", "leader": "hoa", "auditor": "tuan", "administrator": "quan"}
# Somebody with an account, a password, codes and recovery codes, and no seat.
PERSON = "binh"
TITLE = "Sổ theo dõi hồ sơ, tháng 10 năm 2026 (dữ liệu mẫu)"
COLUMNS = [
    "Mã hồ sơ", "Mã thủ tục", "Mã xã", "Cơ quan tiếp nhận", "Đối tượng nộp", "Kênh nộp", "Toàn trình",
    "Ngày tiếp nhận", "Hạn trả kết quả", "Ngày xử lý xong", "Trạng thái",
]  # fmt: skip
HARDEST = 9001
N_ROWS, N_ONLINE = 40, 31
# Row and column of the workbook, what stands there, and what should.
FAULTS = ((5, 8, "31/09/2026", "05/10/2026"), (9, 6, "7", "2"), (13, 3, "00000", "26248"))


def write_october(path: Path, faults: tuple[tuple[int, int, str, str], ...] = FAULTS) -> Path:
    """Write an invented register as an agency would send it, a title above the header, some cells wrong."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.append(COLUMNS)
    for n in range(N_ROWS):
        channel = 2 if n < N_ONLINE else 1
        days = ["05/10/2026", "12/10/2026", "09/10/2026"]
        sheet.append([f"H75-261005-{n:04d}", "1.001193", "26248", "ubnd-26248", "person", channel, "có", *days, 10])
    for row, column, wrong, _ in faults:
        sheet.cell(row, column).value = wrong
    book.save(path)
    return path


@contextmanager
def cleared() -> Iterator[None]:
    """Remove people and what they wrote afterwards."""
    from django.apps import apps

    try:
        yield
    finally:
        apps.get_model("desks.Submission").objects.update(mends=None)
        apps.get_model("desks.PairVerdict").objects.update(withdraws=None)
        for name in (
            "desks.PairVerdict",
            "desks.PairOpening",
            "desks.Pair",
            "desks.Linkage",
            "desks.Verdict",
            "desks.Submission",
            "people.AuditRow",
            "people.Seat",
            "auth.User",
        ):
            apps.get_model(name).objects.all().delete()


def seat(name: str, role: str, password: str | None = None) -> object:
    """Return a new person of a role in Đồng Nai."""
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name, password=password)
    Seat.objects.create(user=user, province="dong-nai", role=role)
    return user


def sign_in(context: BrowserContext, site: str, role: str) -> None:
    """Give a browser the session of the scene's person of a role (`person`: of none), without the sign-in page."""
    from allauth.account.internal.flows import login
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=NAMES.get(role, PERSON)))
    session = client.session
    # As after the sign-in page, and never long ago: pages of accounts ask others to confirm first.
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1 << 33, "reauthenticated": True}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def with_factors(password: str) -> None:
    """Make the person without a seat: a password, codes, recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth.models import User

    person = User.objects.create_user(PERSON, password=password)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def set_scene(home: Home, folder: Path) -> None:
    """Seat a person in every role, and bring a home so far that something waits at every desk.

    One submission was accepted with its faults, another waits, and a release is proposed and signed by the steward.
    """
    from tinhso.portal.desks import actions

    people = {role: seat(name, role) for role, name in NAMES.items()}
    with_factors("một-câu-dài-để-mở-cửa")
    officer, steward = people["officer"], people["steward"]
    first = _upload(write_october(folder / "ho-so-thang-10.xlsx"))
    row = actions.submit(home, "dong-nai", actor=officer, at=AT, reason="Số liệu tháng 10", upload=first)
    actions.decide(home, row, actor=steward, at=AT, reason="Khớp với sổ giấy", accepted=True)
    proposal = actions.propose(home, "dong-nai", actor=steward, at=AT, reason="Kỳ công bố tháng 10")
    given = {"at": AT, "reason": "Đã đối chiếu từng sổ", "proposal": proposal, "approved": True}
    actions.sign(home, "dong-nai", actor=steward, **given)
    second = _upload(write_october(folder / "ho-so-thang-10-bo-sung.xlsx", FAULTS[:2]))
    actions.submit(home, "dong-nai", actor=officer, at=AT, reason="Bổ sung tháng 10", upload=second)
    set_pairs()


def set_pairs() -> None:
    """Let pairs wait at the review desk; the hardest has the number that the pages' addresses name."""
    from a_review import a_linkage, some_pairs

    from tinhso.portal.desks.review_keeping import keep_pairs
    from tinhso.portal.desks.review_models import Pair

    keep_pairs(a_linkage(), some_pairs(12))
    hardest = Pair.objects.order_by("distance").values_list("pk", flat=True)[0]
    Pair.objects.filter(pk=hardest).update(id=HARDEST)


def _upload(path: Path) -> object:
    from tinhso.portal.desks.actions import Upload

    return Upload("services.dossier", "change", path.name, [path.read_bytes()], invented=True)
