"""Once-only for a draft: the person says whether registers may be read, and what they hold is filled in.

Takes a draft, the proven personal ID number and the answer; keeps the consent (or its refusal) in one transaction with
what was read. Nothing is read without a yes. Who the person is was proven before: by an identity provider, or by an
officer who saw the card.
"""

import re
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from tinhso.rooms.services.forms import Form
from tinhso.rooms.services.once_only import elements_of, held_answers
from tinhso.rooms.services.web.holdings import KEY, holdings_of
from tinhso.rooms.services.web.models import Consent, Draft

_NUMBER = re.compile(r"[0-9]{12}")


def known_number(user: AbstractBaseUser | AnonymousUser) -> str:
    """The personal ID number that the identity provider vouches for as an account's subject.

    Empty when none does, and for an account that bears the numbers of two people: nobody knows whose it is.
    """
    if not user.is_authenticated:
        return ""
    subjects = SocialAccount.objects.filter(user=user.pk).values_list("uid", flat=True)
    numbers = {str(uid) for uid in subjects if _NUMBER.fullmatch(uid)}
    return numbers.pop() if len(numbers) == 1 else ""


def answer_consent(draft: Draft, form: Form, personal_id: str, agreed: bool, actor: str, at: datetime) -> int:
    """Keep the answer, and fill the draft with what the registers hold; gives how many answers were filled in."""
    elements = person_elements(form)
    holdings = holdings_of(draft.province, elements, personal_id) if agreed else {}
    held = held_answers(form, holdings, agreed)
    with transaction.atomic():
        Consent.objects.create(
            draft_token=draft.token, personal_id=personal_id, elements=elements, agreed=agreed, actor=actor, at=at
        )
        draft.held = {place: {"value": one.value, "element": one.element} for place, one in held.items()}
        for place, one in held.items():
            step, _, field = place.partition(".")
            given = draft.texts.get(step)
            draft.texts[step] = {**(given if isinstance(given, dict) else {}), field: one.value}
        draft.save(update_fields=["held", "texts"])
    return len(held)


def asks_consent(form: Form) -> bool:
    """Whether a register that knows people by number could answer something of a form."""
    return bool(person_elements(form))


def person_elements(form: Form) -> list[str]:
    """The elements of registers that know people by number: what is asked for, and nothing else is read."""
    elements = elements_of(form)
    registers = {e.rpartition(".")[0] for e in elements if e.endswith(f".{KEY}")}
    return [e for e in elements if e.rpartition(".")[0] in registers]
