"""Acts: who acts is what the database takes from the context, and a context lets one action, not another."""

from __future__ import annotations

import psycopg
import pytest

from goodstanding.access import services
from goodstanding.access.acting import Asked, Refused, Unauthenticated, acting, enter, issue, leave
from goodstanding.config.pools import OfficePools
from goodstanding.core.entries.keeping import HoldPlaced
from goodstanding.ledger import outbox
from tests.house import BASIS, filed
from tests.office import OTHER, OWN

FILE = {"action": "file", "purpose": "filing", "cls": "record"}
NOBODY = "nobody acts"


def act(office, *, actor="clerk one", authority=OWN, kind="record-filed", content=None, handle=None):
    content = content or filed(office.organisations["ordinary", OWN])
    draft = outbox.draft(handle=handle or outbox.new_handle(), kind=kind, content=content)
    return outbox.Act(actor, authority, BASIS, [draft])


def append(office, one, by="clerk"):
    outbox.append(getattr(office.house, by), act=one, keys=office.house.keys)


@pytest.fixture
def clerk(office):
    office.enter(office.house.clerk, under=office.people["clerk"], **FILE)
    return office


def test_a_clerk_files_in_the_own_name_and_authority(clerk):
    append(clerk, act(clerk))
    head = clerk.house.settle()
    found = clerk.house.owner.execute(
        "select actor, authority, filed_by from ledger.ledger_entry where sequence = %s", (head,)
    ).fetchone()
    assert found == ("clerk one", OWN, "gs_clerk")
    assert not clerk.house.refused()


@pytest.mark.parametrize("change", [{"actor": "decider one"}, {"authority": OTHER}, {"actor": "Clerk one"}])
def test_nobody_files_in_another_name(clerk, change):
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="the act is"):
        append(clerk, act(clerk, **change))


def test_a_context_for_filing_lets_nothing_else(clerk):
    content = {"annulled_on": "2025-06-01", "reason": "quashed"}
    one = act(clerk, kind="record-annulled", content=content, handle=clerk.records["ordinary", OWN])
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="for file, and allows nothing else"):
        append(clerk, one)


def test_without_a_context_nobody_files(office):
    for connection in (office.house.clerk, office.house.case):
        leave(connection)
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match=NOBODY):
        append(office, act(office, actor="ada"))
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match=NOBODY):
        append(office, act(office, kind="hold-placed", content=HoldPlaced(reason="court")), by="case")


def test_a_look_lets_nobody_act(office):
    office.enter(
        office.house.case,
        under=office.people["decider"],
        action="look",
        purpose="decision",
        cls="record",
        targets=[office.records["ordinary", OWN]],
    )
    one = act(office, actor="decider one", kind="hold-placed", content=HoldPlaced(reason="court"))
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="for look"):
        append(office, one, by="case")


def test_an_appointment_that_ended_meanwhile_files_no_more(clerk):
    clerk.house.owner.execute(
        "update access.appointment a set revoked_at = now(), revoked_by = a.appointed_by where appointment = %s",
        (clerk.people["clerk"].appointment,),
    )
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match=NOBODY):
        append(clerk, act(clerk))


def test_nobody_holds_or_annuls_what_another_authority_filed(office):
    office.enter(office.house.case, under=office.people["decider"], action="hold", purpose="decision", cls="record")
    one = act(
        office,
        actor="decider one",
        kind="hold-placed",
        content=HoldPlaced(reason="court"),
        handle=office.records["ordinary", OTHER],
    )
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="another authority's to touch"):
        append(office, one, by="case")


def test_a_machine_s_token_covers_its_scopes_and_nothing_else(office):
    under = office.people["machine-client"]
    said = {"basis": "Act s.4", "purpose": "filing", "cls": "record"}
    for scopes, action in (((), "file"), (("filing:correct",), "file"), (("audit:file",), "file")):
        asked = Asked(action=action, **said)
        with pytest.raises(Unauthenticated, match="scope"):
            issue(
                office.house.access,
                under=type(under)(**{**vars(under), "scopes": scopes}),
                asked=asked,
                through="gs_clerk",
            )


def test_nobody_signs_for_an_appointment_that_is_another_s(office):
    clerk, decider = office.people["clerk"], office.people["decider"]
    borrowed = type(clerk)(**{**vars(decider), "actor": clerk.actor})
    with pytest.raises(Unauthenticated, match="does not hold"):
        issue(office.house.access, under=borrowed, asked=Asked(basis="Act", **FILE), through="gs_clerk")


@pytest.mark.parametrize("role", ["gs_public", "gs_clerk", "gs_case", "gs_sequencer", "gs_eraser"])
def test_no_role_but_the_sign_in_role_signs(office, role):
    with office.house.connect(role, autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        issue(connection, under=office.people["clerk"], asked=Asked(basis="Act", **FILE), through="gs_clerk")


def test_a_connection_that_does_not_commit_by_itself_does_not_act(office, database):
    token = issue(
        office.house.access, under=office.people["clerk"], asked=Asked(basis="Act", **FILE), through="gs_clerk"
    )
    with database.connect("gs_clerk") as connection, pytest.raises(ValueError, match="commit by itself"):
        enter(connection, token=token)


@pytest.fixture
def pools(database, monkeypatch, office):
    monkeypatch.setenv("GOODSTANDING_DATABASE", database.name)
    with OfficePools(home=database.home, size=1) as made:
        yield made


def test_a_pooled_connection_forgets_who_acted_on_it(office, pools):
    asked = {"action": "look", "purpose": "review", "cls": "record", "basis": "Act s.3", "case": "R-1"}
    record = office.records["protected", OTHER]
    with acting(pools, under=office.people["reviewer"], targets=[record], **asked) as here:
        assert here.connection.execute("select handle from register.record_version").fetchall() == [(record,)]
    with pools.case.connection() as connection:
        assert connection.execute("select handle from register.record_version").fetchall() == []


def test_a_connection_is_left_also_when_something_goes_wrong_on_it(office, pools):
    asked = {"action": "look", "purpose": "review", "cls": "record", "basis": "Act s.3", "case": "R-1"}
    with (
        pytest.raises(psycopg.errors.UndefinedTable),
        acting(pools, under=office.people["reviewer"], targets=[office.records["ordinary", OWN]], **asked) as here,
    ):
        here.connection.execute("select * from nowhere")
    with pools.case.connection() as connection:
        assert connection.execute("select handle from register.record_version").fetchall() == []


def test_a_refused_look_leaves_the_pool_s_connection_without_a_context(office, pools):
    asked = {"action": "look", "purpose": "audit", "cls": "record", "basis": "Act s.3", "case": "R-1"}
    with (
        pytest.raises(Refused),
        acting(pools, under=office.people["clerk"], targets=[office.records["ordinary", OWN]], **asked),
    ):
        pass
    with pools.case.connection() as connection:
        assert connection.execute("select 1 from access.in_force()").fetchone() is None


@pytest.mark.parametrize("through", ["gs_clerk", "gs_access"])
def test_an_act_the_database_refuses_is_in_the_log_although_it_is_rolled_back(office, pools, through):
    refused = {
        "gs_clerk": ("clerk", {"action": "file", "purpose": "filing", "cls": "record"}),
        "gs_access": ("operator", {"action": "administer", "purpose": "operation", "cls": "appointment"}),
    }
    role, asked = refused[through]
    with (
        pytest.raises(Unauthenticated),
        acting(pools, under=office.people[role], through=through, basis="Act s.4", **asked) as here,
    ):
        if through == "gs_clerk":
            outbox.append(here.connection, act=act(office, authority=OTHER), keys=office.house.keys)
        else:
            services.add_unit(here.connection, unit=f"{OTHER}/new", name="New")
    office.house.settle()
    events = office.house.access.execute("select event, actor from access.event").fetchall()
    assert events == [("act-refused", f"{role} one")]
