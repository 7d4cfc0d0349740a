"""A file goes in once, whole, against the right party, or not at all."""

from __future__ import annotations

import pytest

from goodstanding.intake import applying, judging, preview, queries, withdrawing
from goodstanding.intake.applying import apply, published_pack
from goodstanding.intake.filing import Filer


def held(register) -> dict[str, str]:
    return dict(register.rows("select said ->> 'document', reason from intake.held_row order by row"))


def test_a_sound_row_becomes_a_record_against_the_party_its_number_names(register):
    batch = apply(register.job(register.file({})))
    register.settle()
    assert batch.state == "applied"
    assert batch.counts == {"filed": 1}
    (found,) = register.rows(
        "select party, item, tier, site is not null, batch, batch_row from register.record_version"
    )
    assert found == (register.handles["EX10000001"], "emission-over-limit", "general", True, batch.batch, 1)


def test_the_same_file_again_files_nothing_twice(register):
    path = register.file({}, {"document": "D-2"})
    first, again = apply(register.job(path)), apply(register.job(path))
    register.settle()
    assert first.batch == again.batch
    assert len(register.standing()) == 2
    assert register.rows("select count(*)::int from ledger.ledger_entry where kind = 'batch-filed'") == [(1,)]


def test_another_file_with_the_same_decision_files_it_once(register):
    apply(register.job(register.file({})))
    second = apply(register.job(register.file({}, {"document": "D-2"}, name="more.csv")))
    register.settle()
    assert second.counts == {"filed": 1, "re-harvest": 1}
    assert len(register.standing()) == 2


@pytest.mark.parametrize("chunk", [1, 2])
def test_a_crash_between_chunks_is_gone_on_from_with_nothing_twice_or_lost(register, monkeypatch, chunk):
    monkeypatch.setattr(applying, "CHUNK", chunk)
    path = register.file(*({"document": f"D-{number}"} for number in range(5)), {"document": "D-0", "fine": "19000"})
    sound, calls = Filer.file, []

    def fails(self, *arguments, **named):
        calls.append(1)
        sound(self, *arguments, **named)
        if len(calls) == 2:
            raise KeyboardInterrupt  # after everything of the chunk is written, before it is committed

    monkeypatch.setattr(Filer, "file", fails)
    with pytest.raises(KeyboardInterrupt):
        apply(register.job(path))
    batch = apply(register.job(path))
    register.settle()
    assert batch.counts == {"filed": 5, "corrected": 1}
    assert [(number, fine, versions) for number, fine, _, _, versions in register.standing()] == [
        ("D-0", 19000, 2), ("D-1", 20000, 1), ("D-2", 20000, 1), ("D-3", 20000, 1), ("D-4", 20000, 1),
    ]  # fmt: skip


def test_later_states_correct_what_was_filed_and_never_doubt_it(register):
    rows = [
        {}, {"event": "annulled", "reason": "quashed"},
        {"document": "D-2"}, {"document": "D-2", "event": "objected", "reason": "too much"},
        {"document": "D-3"}, {"document": "D-3", "event": "objection-decided", "reason": "upheld"},
    ]  # fmt: skip
    batch = apply(register.job(register.file(*rows)))
    register.settle()
    assert batch.counts == {"filed": 3, "corrected": 3}
    assert register.standing() == [
        ("D-1", 20000, True, None, 2), ("D-2", 20000, False, "pending", 2), ("D-3", 20000, False, "undetermined", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"party_name": "Brinefield Glass Ltd"}, "id-name-conflict"),
        ({"party": "EX10000099"}, "not-registered"),
        ({"party_name": "Alderbank and others"}, "person"),
        ({"party_name": "Mr Alderbank"}, "person"),
        ({"party": "AB19800101123"}, "person"),
        ({"party_name": ""}, "no-party"),
        ({"party": "EX10000004", "party_name": "Dock Workers' Union"}, "protected"),
        ({"conduct_on": "2025-03-04"}, "days"),
    ],
)
def test_what_cannot_be_told_is_held_and_nothing_is_filed(register, row, reason):
    apply(register.job(register.file(row)))
    register.settle()
    assert held(register) == {"D-1": reason}
    assert register.standing() == []
    assert register.rows("select count(*)::int from register.organisation") == [(4,)]


def test_a_name_up_to_its_form_is_the_name_and_a_name_alone_is_nobody(register):
    apply(register.job(register.file({"party_name": "ALDERBANK  FOODS LTD"}, {"document": "D-2", "party": ""})))
    register.settle()
    assert [number for number, *_ in register.standing()] == ["D-1"]
    assert held(register) == {"D-2": "not-registered"}


def test_a_sole_traders_record_is_registry_only(register):
    apply(register.job(register.file({"party": "EX90000003", "party_name": "Cobalt Stall"})))
    register.settle()
    assert len(register.standing()) == 1
    assert register.rows("select * from published.record") == []


def test_every_fault_of_every_row_is_named_with_its_field_rule_and_mend(register):
    rows = [
        {"decided_on": "03/03/2025", "fine": "20,000"}, {"document": "", "item": "emission_over_limit"},
        {"tier": "minor"}, {"ends_on": "2031-01-01"}, {"decided_on": "2026-03-03"}, {"item": "wages-unpaid"},
    ]  # fmt: skip
    path = register.file(*rows)
    with register.filing() as connection:
        found = preview.check(connection, job=register.job(path), authority="exampleland:environment-agency")
    assert [(fault.row, fault.field, fault.rule) for fault in found.faults] == [
        (1, "decided_on", "day"), (1, "fine", "amount"), (2, "document", "R6"), (2, "item", "R6"), (3, "tier", "R10"),
        (4, "ends_on", "R19"), (5, "decided_on", "day"), (6, "item", "R7"),
    ]  # fmt: skip
    assert all(fault.wrong and fault.mend for fault in found.faults)
    assert found.counts["rejected"] == 6
    assert register.rows("select count(*)::int from intake.batch") == [(0,)]


def test_the_receipt_adds_up(register):
    batch = apply(
        register.job(register.file({}, {}, {"document": "D-2", "fine": "x"}, {"document": "D-3", "party_name": ""}))
    )
    assert batch.rows == 4
    assert batch.counts == {"filed": 1, "re-harvest": 1, "rejected": 1, "held": 1}


def test_a_withdrawn_batch_leaves_what_was_there_before_and_can_come_again(register):
    apply(register.job(register.file({})))
    path = register.file({"fine": "19000"}, {"document": "D-2"}, name="wrong.csv")
    wrong = apply(register.job(path))
    register.settle()
    assert register.standing() == [("D-1", 19000, False, None, 2), ("D-2", 20000, False, None, 1)]
    under = register.clerk()
    with register.filing(action="correct") as connection:
        counts = withdrawing.withdraw(
            connection, batch=wrong.batch, reason="the wrong file", actor=under.pseudonym,
            authority=str(under.authority), keys=register.job(path).keys(),
        )  # fmt: skip
    register.settle()
    assert counts == {"record": 2}
    assert register.standing() == [("D-1", 20000, False, None, 3)]
    again = apply(register.job(path))
    register.settle()
    assert (again.batch != wrong.batch, again.counts) == (True, {"filed": 1, "corrected": 1})
    assert register.standing()[0][:2] == ("D-1", 19000)


def test_a_person_judges_a_held_row_and_can_take_it_back(register):
    job = register.job(register.file({"party_name": "Brinefield Glass Ltd"}))
    apply(job)
    ((row,),) = register.rows("select held from intake.held_row")
    verdict = judging.Verdict("this-organisation", organisation=register.handles["EX10000002"], note="renamed")
    with register.filing() as connection:
        pack = published_pack(connection, sha256=job.edition)
        judging.judge(
            connection, job=job, pack=pack, held=row, found=verdict, authority="exampleland:environment-agency"
        )
    register.settle()
    assert register.rows("select party from register.record_version") == [(register.handles["EX10000002"],)]
    with register.filing() as connection, pytest.raises(judging.NotJudged):
        judging.judge(
            connection, job=job, pack=pack, held=row, found=verdict, authority="exampleland:environment-agency"
        )
    with register.filing(action="correct") as connection:
        judging.undo(
            connection, job=job, held=row, reason="it was the other", authority="exampleland:environment-agency"
        )
    register.settle()
    assert register.standing() == []
    assert register.rows("select verdict from intake.held_row") == [(None,)]


def test_another_authority_neither_counts_nor_judges_nor_withdraws_what_waits(register):
    job = register.job(register.file({"party_name": "Brinefield Glass Ltd"}))
    batch = apply(job)
    register.settle()
    ((row,),) = register.rows("select held from intake.held_row")
    with register.filing(authority="revenue-office") as connection:
        assert queries.waiting(connection) == []
        assert queries.candidates(connection, held=row) == []
        with pytest.raises(judging.NotJudged):
            pack = published_pack(connection, sha256=job.edition)
            judging.judge(
                connection,
                job=job,
                pack=pack,
                held=row,
                found=judging.Verdict("not-filed"),
                authority="exampleland:revenue-office",
            )
    with (
        register.filing(authority="revenue-office", action="correct") as connection,
        pytest.raises(Exception, match="no such batch"),
    ):
        withdrawing.withdraw(
            connection,
            batch=batch.batch,
            reason="not mine",
            actor="clerk",
            authority="exampleland:revenue-office",
            keys=job.keys(),
        )


def test_a_held_row_is_shown_to_whoever_looks_and_the_look_is_logged(register):
    apply(register.job(register.file({"party_name": "Brinefield Glass Ltd"})))
    register.settle()
    ((row,),) = register.rows("select held from intake.held_row")
    with register.filing() as connection:
        assert queries.held_looked_at(connection) == []
    from goodstanding.access.acting import acting

    asked = {"action": "look", "purpose": "filing", "cls": "sole-trader", "basis": "test", "targets": [row]}
    with acting(register.pools, under=register.clerk(), through="gs_clerk", **asked) as here:
        (found,) = queries.held_looked_at(here.connection)
    assert (found.reason, found.fields["party_name"]) == ("id-name-conflict", "Brinefield Glass Ltd")
    register.settle()
    assert register.rows("select records from access.look") == [([row],)]
