"""Writes at the review desk: open a pair, judge it, withdraw a judgement; each with its row of the trail.

Takes the acting person and the instant. What was written and its row of the trail are one transaction, and whoever
writes to a pair first holds its row, so two people who judge at once follow one another.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.people.audit import record
from tinhso.portal.desks.review_models import WITHDRAWN, Pair, PairOpening, PairVerdict
from tinhso.portal.desks.review_rules import Judgement, Stage, may_judge, needs_reason, stage_of

_NO_TURN = Label("cặp này không còn chờ bạn", "the pair does not wait for you any more", "คู่นี้ไม่ได้รอคุณแล้ว")
_ONE_THAT_WAITS = Label("một cặp đang chờ bạn", "a pair that waits for you", "คู่ที่รอคุณอยู่")
_GO_ON = Label("Xem cặp tiếp theo.", "Go on with the next pair.", "ไปยังคู่ถัดไป")
_CHANGED = Label("hai bản ghi đã thay đổi từ lúc bạn xem", "the rows changed since you looked", "แถวเปลี่ยนไปหลังจากที่คุณดู")
_AS_SEEN = Label("cặp như bạn đã xem", "the pair as you saw it", "คู่ตามที่คุณเห็น")
_LOOK_AGAIN = Label("Xem lại rồi quyết định.", "Look again, then decide.", "ดูอีกครั้งแล้วตัดสิน")
_NO_REASON = Label("chưa có lý do", "no reason given", "ยังไม่มีเหตุผล")
_A_REASON = Label(
    "một câu nói vì sao, vì quyết định này trái với máy hoặc với người khác",
    "a sentence that says why, since this goes against the model or against people",
    "หนึ่งประโยคบอกเหตุผล เพราะคำตัดสินนี้ขัดกับแบบจำลองหรือกับผู้อื่น",
)
_SAY_WHY = Label("Ghi lý do rồi quyết định lại.", "Say why, then decide again.", "ระบุเหตุผลแล้วตัดสินอีกครั้ง")
_WITHDRAWN_ALREADY = Label("quyết định này đã được rút", "this judgement was withdrawn already", "คำตัดสินนี้ถูกถอนแล้ว")
_STANDING = Label("một quyết định còn hiệu lực", "a judgement that stands", "คำตัดสินที่ยังมีผล")


def open_pair(pair: Pair, *, actor: AbstractBaseUser, at: datetime) -> None:
    """Write down that a person sees the rows of a pair as they are now; the second time changes nothing."""
    if PairOpening.objects.filter(pair=pair, person_id=actor.pk, seen=pair.seen).exists():
        return
    with transaction.atomic():
        _, is_new = PairOpening.objects.get_or_create(
            pair=pair, person_id=actor.pk, seen=pair.seen, defaults={"at": at}
        )
        if is_new:
            _record(pair, actor, at, "open_pair", "", "")


def judge(
    pair: Pair, *, actor: AbstractBaseUser, is_steward: bool, at: datetime, judgement: Judgement, seen: str, reason: str
) -> PairVerdict:
    """Keep a person's judgement of a pair as they saw it, and return it; the same sent twice is kept once.

    Raises NotAllowed when the pair does not wait for the person, when its rows changed since, or for want of a reason.
    """
    with transaction.atomic():
        held = _held(pair)
        standing = held.standing()
        mine = next((each for each in standing if each.person_id == actor.pk and each.judgement == judgement), None)
        if mine is not None:
            return mine
        stage = Stage(held.stage)
        given = [each.given for each in standing]
        if held.is_gone or not may_judge(actor.pk, given, stage, is_steward=is_steward):
            raise NotAllowed(Fault(_NO_TURN, str(held), stage, _ONE_THAT_WAITS, _GO_ON))
        if seen != held.seen:
            raise NotAllowed(Fault(_CHANGED, str(held), "-", _AS_SEEN, _LOOK_AGAIN))
        if needs_reason(judgement, stage, held.probability) and not reason:
            raise NotAllowed(Fault(_NO_REASON, str(held), "-", _A_REASON, _SAY_WHY))
        verdict = _add(held, actor, at, judgement, reason, is_final=stage == Stage.STEWARD)
        _settle(held)
        _record(held, actor, at, "judge", judgement, reason)
    return verdict


def withdraw(verdict: PairVerdict, *, actor: AbstractBaseUser, at: datetime, reason: str) -> None:
    """Withdraw a judgement by another row; the pair then stands as if it had not been given.

    Raises NotAllowed when it was withdrawn already, or when it is another person's and no reason is given.
    """
    with transaction.atomic():
        held = _held(verdict.pair)
        if PairVerdict.objects.filter(withdraws=verdict).exists() or verdict.judgement == WITHDRAWN:
            raise NotAllowed(Fault(_WITHDRAWN_ALREADY, str(held), WITHDRAWN, _STANDING, _GO_ON))
        if verdict.person_id != actor.pk and not reason:
            raise NotAllowed(Fault(_NO_REASON, str(held), "-", _A_REASON, _SAY_WHY))
        _add(held, actor, at, WITHDRAWN, reason, withdraws=verdict)
        _settle(held)
        _record(held, actor, at, "withdraw", verdict.judgement, reason)


def _held(pair: Pair) -> Pair:
    """Return the pair as it is now, its row held until the transaction ends."""
    return Pair.objects.select_for_update(of=("self",)).select_related("linkage").get(pk=pair.pk)


def _add(pair: Pair, actor: AbstractBaseUser, at: datetime, judgement: str, reason: str, **more: object) -> PairVerdict:
    last = pair.verdicts.order_by("-turn").values_list("turn", flat=True).first() or 0
    seen = {
        "left_digest": pair.left_digest,
        "right_digest": pair.right_digest,
        "definition": pair.linkage.definition,
        "weight_bits": pair.weight_bits,
    }
    return PairVerdict.objects.create(
        pair=pair, turn=last + 1, person_id=actor.pk, at=at, judgement=judgement, reason=reason, **seen, **more
    )


def _settle(pair: Pair) -> None:
    given = [each.given for each in pair.standing()]
    pair.stage = stage_of(given, four_eyes=pair.linkage.four_eyes)
    pair.save(update_fields=["stage"])


def _record(pair: Pair, actor: AbstractBaseUser, at: datetime, action: str, said: str, reason: str) -> None:
    # The trail names the pair by its number: who reads the trail is not thereby seated to read the rows.
    subject = f"{pair} {said}".strip()
    name, province = actor.get_username(), pair.linkage.province
    record(at=at, actor=name, province=province, action=action, subject=subject, reason=reason)
