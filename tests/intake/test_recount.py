"""The recount of the raw Taiwan files against what their README says of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.intake.recount import PENALTIES, REGISTER, Counts, recount

CHECKOUT = Path(__file__).parents[2]

# The README's numbers, each under the reading that gives it (see the fields of Counts).
README = {
    "rows": 35_087,
    "decisions": 34_962,
    "reharvests": 125,
    "offices": 37,
    "county_names": 24,
    "collisions": 0,
    "county_documents_of_different_parties": 16,
    "rows_merged_by_document_alone": 19_358,
    "rows_without_law": 7,
    "rows_citing_several_laws": 11_234,
    "statutes": 94,
    "statutes_of_99_percent": 32,
    "quashed_or_replaced_on_petition": 766,
    "rescinded": 1_724,
    "never_valid": 2_460,
    "typing_errors": 579,
    "rescission_refused": 140,
    "replaced_rows": 658,
    "replaced_rows_with_a_sibling_row": 481,
    "partial": 17,
    "settled": 9,
    "inadmissible": 64,
    "inadmissible_then_rescinded": 34,
    "pending": 1,
    "other": 14,
    "petitioned_rows": 1_747,
    "register_rows": 75_133,
    "register_name_only": 1_837,
    "register_company_rows": 53_619,
    "register_companies": 32_088,
    "rows_of_two_largest_companies": 729,
    "register_co_owner_rows": 428,
    "rows_not_joining_by_party": 4_533,
    "rows_joining_by_site_only": 3_597,
    "rows_joining_to_another_name": 448,
    "pairs_joining_to_another_name": 194,
    "rows_where_party_is_not_site": 5_971,
    "question_mark_rows": 211,
    "question_mark_rows_with_a_site_name": 176,
    "malformed_penalty_or_violation_dates": 0,
    "penalty_before_violation": 4,
    "deadlines_in_2113": 1,
}

# What the README does not say, or says in words that give another number.
BESIDE_THE_README = {
    "decisions_by_party_id": 34_963,
    "decisions_in_county_documents_of_different_parties": 33,
    "county_documents_of_several_offices": 18,
    "decisions_merged_by_county_and_document": 19,
    "decisions_merged_by_county_document_and_party": 2,
    "decisions_merged_by_document_alone": 19_233,
    "most_rows_of_a_decision": 2,
    "reharvest_ties": 0,
    "reharvests_disagreeing_on_outcome": 8,
    "reharvests_that_lost_an_outcome": 0,
    "reharvests_disagreeing_on_law_text": 8,
    "reharvests_disagreeing_on_laws": 1,
    "never_valid_by_earliest_row": 2_458,
    "decisions_without_law": 7,
    "decisions_citing_several_laws": 11_157,
    "rescission_refused_but_quashed": 8,
    "replaced_decisions": 648,
    "replaced_rows_with_one_sibling_row": 316,
    "replaced_decisions_with_a_sibling": 470,
    "replaced_decisions_with_one_sibling": 320,
    "replaced_decisions_without_sibling": 178,
    "withdrawn": 12,
    "undetermined": 117,
    "undetermined_and_not_rescinded": 71,
    "amount_changed": 8,
    "petitioned_decisions": 1_691,
    "petitioned_without_result_or_converse": 0,
    "agency_without_petition_rows": 192,
    "first_update_of_a_petitioned_row": "2016/01/07 01:01",
    "first_update": "2015/11/19 09:09",
    "last_update": "2017/11/05 01:01",
    "register_ids": 73_296,
    "rows_of_largest_company": 383,
    "register_co_owner_rows_any_numeral": 506,
    "penalty_co_owner_rows": 2,
    "rows_joining_by_neither": 936,
    "rows_joining_to_another_name_raw": 458,
    "pairs_joining_to_another_name_raw": 200,
    "rows_joining_to_another_name_only_by_question_mark": 187,
    "party_id_8_rows": 31_478,
    "party_id_10_rows": 37,
    "party_id_12_rows": 3_529,
    "party_id_13_rows": 43,
    "party_ids_of_12": 1_288,
    "rows_without_site": 3_298,
    "rows_with_site_of_12": 375,
    "rows_where_site_differs_only_by_case": 5,
    "question_mark_names": 68,
    "question_mark_rows_readable_whole": 146,
    "question_mark_rows_readable_as_beginning": 160,
    "first_penalty_date": "2011/03/01",
    "last_penalty_date": "2015/12/31",
    "first_violation_date": "1925/05/13",
    "deadlines": 11_274,
    "malformed_deadlines": 0,
    "deadlines_after_2020": 1,
    "deadlines_before_penalty": 2_330,
    "deadlines_before_violation": 142,
    "rows_without_amount": 2,
    "rows_of_amount_zero": 8,
}


@pytest.fixture(scope="module")
def counts() -> Counts:
    named = os.environ.get("GOODSTANDING_DATA")
    folder = (Path(named) if named else CHECKOUT.parent / "shared" / "data") / "tw-environment"
    absent = [name for name in (PENALTIES, REGISTER) if not (folder / name).is_file()]
    if absent:
        pytest.skip(
            f"the raw Taiwan data was NOT RECOUNTED: {folder} has no {' and no '.join(absent)}. Set GOODSTANDING_DATA "
            f"to the folder that holds tw-environment"
        )
    return recount(folder)


@pytest.mark.parametrize(("field", "said"), README.items(), ids=list(README))
def test_the_readme_is_right(counts: Counts, field: str, said: int) -> None:
    assert getattr(counts, field) == said


@pytest.mark.parametrize(("field", "found"), BESIDE_THE_README.items(), ids=list(BESIDE_THE_README))
def test_what_the_readme_does_not_say(counts: Counts, field: str, found: int | str) -> None:
    assert getattr(counts, field) == found


def test_every_count_is_held_to_a_number() -> None:
    fields = set(Counts.__dataclass_fields__)
    assert fields == README.keys() | BESIDE_THE_README.keys()
    assert not README.keys() & BESIDE_THE_README.keys()


def test_the_parts_add_up(counts: Counts) -> None:
    """Kinds that share no decision sum to their total, so none is counted twice."""
    kinds = (counts.partial, counts.settled, counts.inadmissible, counts.withdrawn, counts.pending, counts.other)
    assert sum(kinds) == counts.undetermined
    lengths = (counts.party_id_8_rows, counts.party_id_10_rows, counts.party_id_12_rows, counts.party_id_13_rows)
    assert sum(lengths) == counts.rows
    assert counts.replaced_decisions_with_a_sibling + counts.replaced_decisions_without_sibling == (
        counts.replaced_decisions
    )
    assert counts.rows_joining_by_site_only + counts.rows_joining_by_neither == counts.rows_not_joining_by_party
    assert counts.register_ids + counts.register_name_only == counts.register_rows


def test_petitioned_rows_were_updated_after_the_last_penalty(counts: Counts) -> None:
    assert counts.first_update_of_a_petitioned_row > counts.last_penalty_date
