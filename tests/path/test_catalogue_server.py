"""A home whose catalogue lies on a server keeps the same registers, to the hash, as one that stands alone."""

from datetime import date

from tinhso.base.home import make_home
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import invent
from tinhso.registers.check import check_all
from tinhso.registers.history import current

AS_OF = date(2026, 11, 22)


def test_the_same_registers_on_a_server(postgres, tmp_path, monkeypatch):
    states = []
    for name, server in (("alone", ""), ("served", postgres.url())):
        monkeypatch.setenv("TINHSO_CATALOGUE", server)
        home = make_home(tmp_path / name, "33")
        invent(home, n_people=400, seed=57, as_of=AS_OF)
        receive_inbox(home, AS_OF)
        check_all(home)
        states.append({register: receipt.details["state"] for register, receipt in current(home).items()})
    assert states[0] == states[1]
    assert len(states[0]) > 15
