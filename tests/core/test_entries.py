"""What may be written: closed kinds, closed contents, and the lines each content holds."""

from __future__ import annotations

import typing
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from goodstanding.core.entries import KINDS, Content, InvalidEntry, Kind
from goodstanding.core.entries.identity import SameAsJudged, SameAsWithdrawn, SuccessionRecorded
from goodstanding.core.entries.keeping import Erased
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.core.entries.record import Fine, RecordCorrected, RecordFiled

A, B = UUID(int=1), UUID(int=2)
RECORD = {
    "party": str(A),
    "site_name": None,
    "authority_name": "Authority",
    "document_number": "1",
    "decided_on": "2024-01-31",
    "law": "Act s.1",
    "tier": "general",
    "adverse": True,
    "fine": {"amount": "100.50", "currency": "XXX"},
    "published_from": "2024-02-01",
    "ends_on": "2025-02-01",
    "edition": "0" * 64,
    "item": "emission-over-limit",
    "source": "here",
    "columns": {"a": "b", "c": None},
}
ORGANISATION = {
    "name": "某某股份有限公司",
    "organisation_type": "market-entity",
    "sole_trader": "no",
    "protected_class": "none",
    "identifiers": {"exampleland": "EX-1"},
    "source": "here",
}


def refused(kind: str, content: dict, reason: str) -> None:
    with pytest.raises(InvalidEntry, match=reason):
        KINDS.kind(kind).encode(content)


def test_a_valid_content_has_canonical_bytes_and_reads_back():
    kind = KINDS.kind("record-filed")
    encoded = kind.encode(RECORD)
    read = kind.read(version=2, content=encoded)
    assert isinstance(read, RecordFiled)
    assert read.ends_on == date(2025, 2, 1)
    assert kind.encode(read) == encoded


@pytest.mark.parametrize("name", sorted(RECORD))
def test_a_record_without_any_one_field_is_refused(name):
    refused("record-filed", {key: value for key, value in RECORD.items() if key != name}, name)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"score": "A"}, "score"),
        ({"ends_on": None}, "G5, R19"),
        ({"ends_on": "2024-02-01"}, "ends_on lies after"),
        ({"ends_on": "2024-01-31", "published_from": None}, "ends_on lies after"),
        ({"tier": "severe"}, "tier"),
        ({"fine": {"amount": "1e5", "currency": "XXX"}}, "amount"),
        ({"fine": {"amount": "NaN", "currency": "XXX"}}, "amount"),
        ({"fine": {"amount": "1", "currency": "xx"}}, "currency"),
        ({"fine": {"amount": 1.5, "currency": "XXX"}}, "amount"),
        ({"party": "somebody"}, "party"),
        ({"decided_on": "2024-02-30"}, "decided_on"),
        ({"law": ""}, "law"),
        ({"columns": {"a": 1}}, "columns"),
        ({"columns": {"\U0001f600": "x"}}, "columns"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_by_name(change, reason):
    refused("record-filed", RECORD | change, reason)


def test_a_record_that_is_not_adverse_need_not_end():
    KINDS.kind("record-filed").encode(RECORD | {"adverse": False, "ends_on": None})


def test_a_correction_holds_the_same_lines_as_a_filing():
    refused("record-corrected", RECORD | {"reason": "typing error", "ends_on": None}, "G5, R19")
    assert issubclass(RecordCorrected, RecordFiled)


@pytest.mark.parametrize("subject", ["natural-person", "person", "individual", "household"])
def test_no_subject_type_is_a_natural_person(subject):
    refused("organisation-registered", ORGANISATION | {"organisation_type": subject}, "organisation_type")


def test_an_organisation_says_whether_it_is_a_sole_trader_and_may_not_know():
    refused("organisation-registered", ORGANISATION | {"sole_trader": None}, "sole_trader")
    KINDS.kind("organisation-registered").encode(ORGANISATION | {"sole_trader": "unknown"})


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (
            "same-as-judged",
            {"organisations": [str(A), str(B)], "evidence": "code", "proposed_by": "ada", "confirmed_by": "ada"},
        ),
        ("same-as-withdrawn", {"reason": "error", "proposed_by": "ada", "confirmed_by": "ada"}),
    ],
)
def test_identity_is_never_judged_by_one_person_alone(kind, content):
    refused(kind, content, "two people")


def test_an_organisation_is_not_joined_with_itself():
    same = {"organisations": [str(A), str(A)], "evidence": "code", "proposed_by": "ada", "confirmed_by": "bo"}
    refused("same-as-judged", same, "two different")


SUCCESSION = {
    "event": "merger",
    "predecessors": [str(A)],
    "successors": [str(B)],
    "effective_on": "2024-01-01",
    "legal_basis": "Companies Act s.5",
    "passes_records": False,
    "passes_records_basis": None,
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"passes_records": True}, "cited law"),
        ({"successors": [str(A)]}, "succeed itself"),
        ({"predecessors": []}, "predecessors"),
        ({"event": "rumour"}, "event"),
        ({"legal_basis": ""}, "legal_basis"),
    ],
)
def test_a_succession_without_its_law_is_refused(change, reason):
    refused("succession-recorded", SUCCESSION | change, reason)


ERASED = {
    "handle": str(A),
    "basis": "Data Act s.17",
    "reason": "court order",
    "proposed_by": "ada",
    "proposing_unit": "records",
    "decided_by": "bo",
    "deciding_unit": "legal",
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"decided_by": "ada"}, "one person"),
        ({"deciding_unit": "records"}, "different units"),
        ({"basis": ""}, "basis"),
    ],
)
def test_an_erasure_needs_two_people_of_two_units_and_a_basis(change, reason):
    refused("erased", ERASED | change, reason)


def test_a_kind_outside_the_closed_list_is_refused():
    with pytest.raises(InvalidEntry, match="not a kind of entry"):
        KINDS.kind("person-scored")


def floats_in(annotation: object, seen: set[object]) -> bool:
    if annotation is float:
        return True
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct) and annotation not in seen:
        seen.add(annotation)
        return any(floats_in(field.type, seen) for field in msgspec.structs.fields(annotation))
    return any(floats_in(inner, seen) for inner in typing.get_args(annotation))


def test_no_content_has_a_floating_point_field_so_each_has_a_canonical_form():
    assert floats_in(dict[str, list[float | None]], set())
    assert not [kind.name for kind in KINDS if floats_in(kind.content, set())]


def test_every_content_is_closed_and_frozen():
    for kind in KINDS:
        assert kind.content.__struct_config__.forbid_unknown_fields, kind.name
        assert kind.content.__struct_config__.frozen, kind.name


class Second(Content, frozen=True):
    title: str
    pages: int


def lift(content: dict) -> dict:
    return {"title": content["name"], "pages": 0}


def test_an_old_entry_is_read_through_its_upcasters():
    kind = Kind("note", Second, frozenset(), version=2, upcasters={1: lift})
    assert kind.read(version=1, content=b'{"name":"x"}') == Second(title="x", pages=0)
    assert kind.read(version=2, content=b'{"title":"x","pages":3}') == Second(title="x", pages=3)


@pytest.mark.parametrize("version", [0, 3, -1])
def test_a_version_this_program_does_not_know_is_refused_not_guessed(version):
    kind = Kind("note", Second, frozenset(), version=2, upcasters={1: lift})
    with pytest.raises(InvalidEntry, match="not known here"):
        kind.read(version=version, content=b"{}")


def test_a_kind_without_an_upcaster_for_an_old_version_does_not_load():
    with pytest.raises(ValueError, match="no upcaster from version 1"):
        Kind("note", Second, frozenset(), version=3, upcasters={2: lift})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"a":1}', b"\xff", b"[" * 100_000])
def test_bytes_that_are_no_content_are_refused(content):
    with pytest.raises(InvalidEntry):
        KINDS.kind("record-filed").read(version=1, content=content)


def test_contents_built_in_code_are_held_to_the_same_rules():
    for build in (
        lambda: SameAsJudged(organisations=(A, B), evidence="e", proposed_by="ada", confirmed_by="ada"),
        lambda: SameAsWithdrawn(reason="r", proposed_by="ada", confirmed_by="ada"),
        lambda: SuccessionRecorded(**SUCCESSION | {"passes_records": True}),
        lambda: Erased(**ERASED | {"decided_by": "ada"}),
    ):
        with pytest.raises(ValueError, match=r"two people|cited law|one person"):
            build()
    wrong = OrganisationRegistered(
        name=3, organisation_type="person", sole_trader="no", protected_class="none", identifiers={}, source="x"
    )
    with pytest.raises(InvalidEntry):
        KINDS.kind("organisation-registered").encode(wrong.plain())
    with pytest.raises(InvalidEntry):
        KINDS.kind("record-annulled").encode(SameAsWithdrawn(reason="r", proposed_by="ada", confirmed_by="bo"))
    with pytest.raises(InvalidEntry):
        KINDS.kind("record-filed").encode(RECORD | {"fine": Fine(amount="one", currency="XXX"), "party": uuid4()})
