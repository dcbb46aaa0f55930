"""In what functions of a dossier a seated person acts.

A leader signs. An officer of the public administration service centre receives and cashes, one of another agency
prepares the result; one seated for no agency, as in a small commune, does all of it. Who prepared a result never signs
it: that is the rule of `states`. Other roles have nothing to do with dossiers.
"""

from collections.abc import Sequence

from tinhso.people.models import Seat
from tinhso.people.roles import Role as SeatRole
from tinhso.rooms.services.states import ROLES, Action, History, Role, open_actions

SERVICE_CENTRE = "ttpvhcc"
_AT_COUNTER = (Role.RECEPTION, Role.CASHIER)


def functions_of(seat: Seat) -> tuple[Role, ...]:
    """Return the functions of a seat, none for a role that has nothing to do with dossiers."""
    if seat.role == SeatRole.LEADER:
        return (Role.LEADER,)
    if seat.role != SeatRole.OFFICER:
        return ()
    if not seat.agency:
        return (*_AT_COUNTER, Role.SPECIALIST)
    return _AT_COUNTER if seat.agency == SERVICE_CENTRE else (Role.SPECIALIST,)


def function_for(seat: Seat, action: Action) -> Role:
    """Return the function in which a seat does an action; any of its own when none may, for `advance` to refuse."""
    functions = functions_of(seat)
    return next((role for role in functions if role in ROLES[action]), functions[0])


def actions_open_to(seat: Seat, history: History) -> Sequence[Action]:
    """Return what a seated person may do to a dossier now, each action once."""
    return list(dict.fromkeys(action for role in functions_of(seat) for action in open_actions(history, role)))
