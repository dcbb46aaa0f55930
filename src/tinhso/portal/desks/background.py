"""Work of the desks that takes longer than a request should: proposing a release, which measures every register.

Where `TINHSO_WORKER=1` says that `tinhso work` runs, it is queued in the database and done there; otherwise it is done
at once. What was asked stands in the person's session until it is done; the page asks again by itself meanwhile.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.tasks import TaskResultStatus, default_task_backend, task
from django.tasks.exceptions import TaskResultDoesNotExist

from tinhso.base.errors import TinhsoError
from tinhso.base.label import LANGUAGES
from tinhso.portal.desks import actions
from tinhso.portal.desks.frame import actor, get_home, keep_fault
from tinhso.portal.words import language, word

_ASKED = "desk_work"


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
