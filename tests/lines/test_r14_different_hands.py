"""R14. Proposer, decider and reviewer are different persons; the reviewer is not of the deciding unit."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from goodstanding.core.entries.identity import SameAsJudged
from goodstanding.core.entries.proposing import content_to_propose
from goodstanding.ledger import outbox
from tests.house import BASIS, House, small_edition
from tests.office import OWN

GUARD = "sql:access.hand:one_hand_in_a_matter"
GUARDS = (
    GUARD,
    "sql:access.matter_side:a_unit_stands_on_one_side",
    "sql:access.hand:a_hand_is_on_its_units_side",
    "sql:access.hand:a_reviewer_reviews",
    "sql:access.appointment:nobody_appoints_himself",
    "call:goodstanding.register.proposals.require returns None",
    "sql:access.bind_act():p.decided_at is null",
    "sql:access.bind_act():p.handle = new.handles[1]",
)


def judged(house: House, *, proposed_by: str, confirmed_by: str, acts: str, change: bool = False) -> None:
    """Let one person propose that two entries are one organisation, and another act on it."""
    one, other = house.register("One Ltd"), house.register("Other Ltd")
    handle = outbox.new_handle()

    def draft(evidence: str) -> outbox.Draft:
        content = SameAsJudged(
            organisations=(one, other), evidence=evidence, proposed_by=proposed_by, confirmed_by=confirmed_by
        )
        return outbox.draft(handle=handle, kind="same-as-judged", content=content)

    proposal = house.people.proposes(house.case, draft=draft("one number"), name="ada", authority=OWN, unit="office")
    house.people.acts(house.clerk, action="judge", name=acts, authority=OWN, proposal=proposal)
    decided = draft("another number" if change else "one number")
    outbox.append(house.clerk, act=outbox.Act(acts, OWN, BASIS, [decided]), keys=house.keys)
    house.settle()


def joined(house: House) -> int:
    return house.owner.execute("select count(*) from register.same_as").fetchone()[0]


def test_two_persons_judge_and_both_are_in_the_ledger_as_they_acted(house):
    judged(house, proposed_by="ada", confirmed_by="bo", acts="bo")
    assert joined(house) == 1
    hands = house.owner.execute(
        "select kind, actor from ledger.ledger_entry where kind in ('proposed', 'same-as-judged') order by sequence"
    ).fetchall()
    assert hands == [("proposed", "ada"), ("same-as-judged", "bo")]


def test_whoever_proposed_does_not_decide(house):
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_hand_in_a_matter"):
        judged(house, proposed_by="ada", confirmed_by="bo", acts="ada")
    assert joined(house) == 0


@pytest.mark.parametrize(
    "names", [{"proposed_by": "cy", "confirmed_by": "bo"}, {"proposed_by": "ada", "confirmed_by": "cy"}]
)
def test_a_content_that_names_others_than_who_acted_has_no_effect(house, names):
    judged(house, acts="bo", **names)
    assert joined(house) == 0
    assert any("(R14)" in reason for reason in house.refused().values())


def test_something_else_than_was_proposed_has_no_effect(house):
    judged(house, proposed_by="ada", confirmed_by="bo", acts="bo", change=True)
    assert joined(house) == 0
    assert any("not what was proposed" in reason for reason in house.refused().values())


def test_nobody_decides_what_nobody_proposed(house):
    draft = outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=small_edition())
    for proposal in (None, uuid4()):
        house.people.acts(house.case, action="publish", name="bo", authority=OWN, proposal=proposal)
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="nobody proposed"):
            outbox.append(house.case, act=outbox.Act("bo", OWN, BASIS, [draft]), keys=house.keys)


def test_what_was_proposed_about_one_is_not_decided_about_another(house):
    drafts = [
        outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=small_edition()) for _ in range(2)
    ]
    proposal = house.people.proposes(house.case, draft=drafts[0], name="ada", authority=OWN, unit="office")
    house.people.acts(house.case, action="publish", name="bo", authority=OWN, proposal=proposal)
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="nobody proposed"):
        outbox.append(house.case, act=outbox.Act("bo", OWN, BASIS, drafts[1:]), keys=house.keys)


def test_a_proposal_is_decided_once(house):
    handle = outbox.new_handle()
    draft = outbox.draft(handle=handle, kind="edition-published", content=small_edition())
    proposal = house.people.proposes(house.case, draft=draft, name="ada", authority=OWN, unit="office")
    house.people.acts(house.case, action="publish", name="bo", authority=OWN, proposal=proposal)
    outbox.append(house.case, act=outbox.Act("bo", OWN, BASIS, [draft]), keys=house.keys)
    house.people.acts(house.case, action="publish", name="cy", authority=OWN, proposal=proposal, basis="again")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="nobody proposed"):
        outbox.append(house.case, act=outbox.Act("cy", OWN, BASIS, [draft]), keys=house.keys)


def test_a_proposal_is_no_entry_that_has_an_effect(house):
    draft = outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=small_edition())
    house.people.proposes(house.case, draft=draft, name="ada", authority=OWN, unit="office")
    house.settle()
    assert house.owner.execute("select count(*) from register.edition").fetchone() == (0,)
    with house.connect("gs_public", autocommit=True) as public:
        assert public.execute("select count(*) from published.record").fetchone() == (0,)


def test_the_hash_that_is_proposed_leaves_out_the_people_and_nothing_else():
    one, other = small_edition(), small_edition(proposed_by="cy", approved_by="dee")
    changed = small_edition(version="2099.1.0")
    said = [content_to_propose(kind="edition-published", content=content) for content in (one, other, changed)]
    assert said[0] == said[1]
    assert said[0] != said[2]


# --- the table of hands, which every case uses ------------------------------------------------------------------


@pytest.fixture
def matter(office):
    """A matter in which somebody of the desk has decided; answer how another hand is added."""
    number, owner = uuid4(), office.house.owner
    owner.execute("insert into access.unit (unit, authority, name) values (%s, %s, 'Review')", (f"{OWN}/review", OWN))

    def hand(role: str, step: str, *, unit: str = "desk", side: str | None = None) -> None:
        side = side or ("reviewing" if step == "review" else "deciding")
        with owner.transaction():
            owner.execute(
                "insert into access.matter_side values (%s, %s, %s) on conflict (matter, unit, side) do nothing",
                (number, f"{OWN}/{unit}", side),
            )
            owner.execute(
                "insert into access.hand values (%s, %s, %s, %s, %s)",
                (number, office.people[role].actor, f"{OWN}/{unit}", step, side),
            )

    hand("caseworker", "propose")
    hand("decider", "decide")
    return hand


def test_a_reviewer_of_another_unit_reviews(matter):
    matter("reviewer", "review", unit="review")


def test_whoever_proposed_or_decided_does_not_review(matter):
    for role in ("caseworker", "decider"):
        with pytest.raises(psycopg.errors.UniqueViolation, match="one_hand_in_a_matter"):
            matter(role, "review", unit="review")


def test_whoever_proposed_does_not_decide_as_well(matter):
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_hand_in_a_matter"):
        matter("caseworker", "decide")


def test_nobody_of_the_deciding_unit_reviews(matter):
    with pytest.raises(psycopg.errors.UniqueViolation, match="a_unit_stands_on_one_side"):
        matter("reviewer", "review")


def test_a_reviewing_hand_is_not_passed_off_as_a_deciding_one(matter):
    with pytest.raises(psycopg.errors.CheckViolation, match="a_reviewer_reviews"):
        matter("reviewer", "review", side="deciding")


def test_a_hand_is_on_the_side_its_unit_is_on(matter, office):
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="a_hand_is_on_its_units_side"):
        office.house.owner.execute(
            "insert into access.hand select matter, %s, unit, 'review', 'reviewing' from access.hand limit 1",
            (office.people["reviewer"].actor,),
        )


def test_nobody_appoints_himself(office):
    with pytest.raises(psycopg.errors.CheckViolation, match="nobody_appoints_himself"):
        office.house.owner.execute(
            "insert into access.appointment (actor, role, unit, starts_on, ends_on, basis, appointed_by)"
            " values (%(actor)s, 'decider', %(unit)s, access.today(), access.today() + 9, 'Act', %(actor)s)",
            {"actor": office.people["operator"].actor, "unit": f"{OWN}/desk"},
        )


@pytest.mark.parametrize("table", ["access.hand", "access.matter_side"])
@pytest.mark.parametrize("act", ["update {} set matter = gen_random_uuid()", "delete from {}"])
def test_a_hand_once_taken_is_never_changed(matter, office, table, act):
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        office.house.owner.execute(act.format(table))
