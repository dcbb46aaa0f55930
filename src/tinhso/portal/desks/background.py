"""Work of the desks that takes longer than a request should: proposing a release, checking files, entering their rows,
reading the trail.

Where `TINHSO_WORKER=1` says that `tinhso work` runs, it is queued in the database and done there; otherwise it is done
at once. All of it may be asked for twice: what is done already is not done again. A proposal that was asked for stands
in the person's session until it is done; of the rest the page shows what is there. Pages ask again by themselves.
"""

from contextlib import suppress
from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.tasks import TaskResultStatus, default_task_backend, task
from django.tasks.exceptions import TaskResultDoesNotExist
from django_tasks_db.models import DBTaskResult

from tinhso.base.errors import TinhsoError, UnusableInput
from tinhso.base.label import LANGUAGES
from tinhso.people.models import TrailCheck
from tinhso.people.trail import check_to_end, go_on
from tinhso.portal.desks import actions
from tinhso.portal.desks.carrying_out import carry_out
from tinhso.portal.desks.frame import actor, get_home, keep_fault, now
from tinhso.portal.desks.models import Submission
from tinhso.portal.desks.review_gathering import gather
from tinhso.portal.words import language, word
from tinhso.registers.submission import find_submission, try_submission

_ASKED = "desk_work"
_MANY = 100


@task
def propose_release(province: str, user_id: int, at: str, reason: str) -> dict[str, str]:
    """Measure and propose; gives the fault by language, nothing when all went well."""
    person = User.objects.get(pk=user_id)
    try:
        when = datetime.fromisoformat(at)
        actions.propose(get_home(province), province, actor=person, at=when, reason=reason)
    except TinhsoError as error:
        return {each: error.text(each) for each in LANGUAGES}
    return {}


@task
def gather_pairs(province: str, at: str) -> list[dict[str, object]]:
    """Take in the uncertain pairs of a province's linkages; gives a line a linkage that changed."""
    return list(gather(get_home(province), province, datetime.fromisoformat(at)))


@task
def try_sent(province: str, number: int) -> None:
    """Check the files of a submission against their contract; what it gives is kept beside the submission."""
    home = get_home(province)
    submission = find_submission(home, number)
    if submission is not None:
        with suppress(UnusableInput):  # kept too, and said on the page
            try_submission(home, submission)


@task
def enter_rows(province: str, number: int) -> dict[str, str]:
    """Put the rows of an accepted submission into their register; gives the fault by language."""
    row = Submission.objects.select_related("decided_by").get(province=province, number=number)
    try:
        if row.is_unfinished:
            carry_out(get_home(province), row)
    except TinhsoError as error:
        return {each: error.text(each) for each in LANGUAGES}
    return {}


@task
def read_trail(check: int) -> None:
    """Read the trail to its end for a check."""
    check_to_end(TrailCheck.objects.get(pk=check), at=now())


def has_worker() -> bool:
    """Return whether long work is done elsewhere, and a page has to wait for it."""
    return bool(default_task_backend.supports_get_result)


def n_waiting_work() -> int:
    """Return how many pieces of work wait for the worker or are being done, counted to a hundred."""
    unfinished = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return len(unfinished.values_list("pk")[:_MANY])


def ask_trial(province: str, number: int) -> None:
    """Have a submission checked."""
    try_sent.enqueue(province, number)


def ask_entering(row: Submission) -> None:
    """Have the rows of an accepted submission entered; done at once, it raises UnusableInput as `carry_out` does."""
    if has_worker():
        enter_rows.enqueue(row.province, row.number)
    else:
        carry_out(get_home(row.province), row)


def ask_trail(check: TrailCheck) -> None:
    """Have the trail read to its end; where no worker runs, read on for as long as a request may take."""
    if has_worker():
        read_trail.enqueue(check.pk)
    else:
        go_on(check, at=now())


def ask_proposal(request: HttpRequest, province: str, *, at: datetime, reason: str) -> None:
    """Ask for a proposal; done at once, its fault waits for the next page, else the session remembers the work."""
    result = propose_release.enqueue(province, actor(request).pk, at.isoformat(), reason)
    if result.is_finished:
        _tell(request, result.status, result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None)
    else:
        request.session[_ASKED] = result.id


def is_working(request: HttpRequest) -> bool:
    """Return whether what the person asked for is still being done; tells its fault once it is not."""
    asked = request.session.get(_ASKED)
    if asked is None or not default_task_backend.supports_get_result:
        return False
    try:
        result = default_task_backend.get_result(asked)
    except TaskResultDoesNotExist:
        del request.session[_ASKED]
        return False
    if not result.is_finished:
        return True
    del request.session[_ASKED]
    _tell(request, result.status, result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None)
    return False


def _tell(request: HttpRequest, status: TaskResultStatus, fault: dict[str, str] | None) -> None:
    if status == TaskResultStatus.FAILED:
        keep_fault(request, word("work.failed"))
    elif fault:
        keep_fault(request, fault[language()])
