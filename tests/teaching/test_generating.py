"""The teaching generator: the same bytes for a seed, the shape it promises, and the faults it makes on purpose."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from datetime import date

import pytest

from goodstanding.core.catalogue.conduct import OPEN_TO_PROTECTED, may_carry_record
from goodstanding.packs.shipped import shipped
from goodstanding.teaching import filings, generating, register

SMALL = 1_500


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("generated") / "one"
    return out, generating.generate(organisations=SMALL, seed=7, out=out, processes=1)


@pytest.fixture(scope="module")
def rows(made):
    return list(read_rows(made[0]))


def read_rows(out):
    for department, form in filings.FORMATS.items():
        path = out / f"filings/{department}.{form}"
        if form == "jsonl":
            found = [{key: value or "" for key, value in json.loads(line).items()} for line in lines(path)]
        else:
            with path.open(encoding="utf-8", newline="") as file:
                found = list(csv.DictReader(file, delimiter="," if form == "csv" else "\t"))
        for row in found:
            yield department, row


def lines(path):
    return path.read_text("utf-8").splitlines()


def digests(out):
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.*"))
    }


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_processes(made, tmp_path):
    generating.generate(organisations=SMALL, seed=7, out=tmp_path / "two", processes=2)
    assert digests(tmp_path / "two") == digests(made[0])


def test_another_seed_gives_other_bytes(made, tmp_path):
    generating.generate(organisations=SMALL, seed=8, out=tmp_path / "other", processes=1)
    same = set(digests(tmp_path / "other").values()) & set(digests(made[0]).values())
    assert same == set()


def test_the_manifest_names_every_file_with_its_hash(made):
    out, manifest = made
    assert manifest["files"] == {name: digest for name, digest in digests(out).items() if name != "manifest.json"}
    assert json.loads((out / "manifest.json").read_text("utf-8")) == manifest
    assert manifest["rows"] == sum(1 for _ in read_rows(out))


def test_the_first_organisations_of_seed_7_are_those_of_every_machine(made):
    """Golden: raise generating.GENERATOR when these bytes change on purpose."""
    head = "\n".join(lines(made[0] / "register/organisations.jsonl")[:200])
    assert hashlib.sha256(head.encode()).hexdigest() == GOLDEN


GOLDEN = "98b514e0831b8cd6925a636bd88c88167f624fdddfc7f3514ff28e7139763e98"


def test_the_heaviest_party_of_a_hundred_thousand_has_600_records_and_half_have_none():
    degrees = [register.degree(number, of=100_000, seed=1) for number in range(100_000)]
    assert max(degrees) >= 600
    assert 0.45 < sum(degree == 0 for degree in degrees) / len(degrees) < 0.55
    assert 200_000 < sum(degrees) < 400_000


def test_every_item_is_filed_by_the_department_the_pack_assigns_it_to(rows):
    items = shipped("exampleland").catalogue.items
    for department, row in rows:
        if row["item"] in items:
            assert department in items[row["item"]].filed_by, row
    assert {row["item"] for _, row in rows} >= {name for name, _, _ in filings.WEIGHTS}


def test_ten_conduct_classes_are_filed(rows):
    items = shipped("exampleland").catalogue.items
    assert len({items[row["item"]].conduct_class for _, row in rows if row["item"] in items}) >= 10


def test_a_protected_organisation_carries_filing_tax_wage_and_safety_items_only(made, rows):
    items = shipped("exampleland").catalogue.items
    kinds = shipped("exampleland").catalogue.organisation_types
    registered = [json.loads(line) for line in lines(made[0] / "register/organisations.jsonl")]
    by_id = {one["id"]: one for one in registered}
    assert {one["protected_class"] for one in registered} >= {"none", "unknown", "union", "religious", "media"}
    for _, row in rows:
        party = by_id[row["party"]]
        if row["item"] in items:
            conduct_class = items[row["item"]].conduct_class
            assert may_carry_record(
                organisation_type=kinds[party["organisation_type"]].kind,
                protected_class=party["protected_class"],
                conduct_class=conduct_class,
            ), (row, party)
    assert OPEN_TO_PROTECTED


def test_sole_traders_are_yes_no_and_unknown(made):
    found = Counter(json.loads(line)["sole_trader"] for line in lines(made[0] / "register/organisations.jsonl"))
    assert set(found) == {"yes", "no", "unknown"}


def test_every_adverse_row_has_its_end_and_the_tier_the_pack_s_figures_give(rows):
    items = shipped("exampleland").catalogue.items
    for _, row in rows:
        if row["fine"]:
            assert row["ends_on"], row
            assert row["tier"] in ("minor", "general", "serious")
            if row["item"] in items and isinstance(items[row["item"]].tier, str):
                assert row["tier"] == items[row["item"]].tier


def test_the_late_department_is_late_and_the_others_mostly_are_not(rows):
    def lag(row):
        return (date.fromisoformat(row["filed_on"]) - date.fromisoformat(row["decided_on"])).days

    lags: dict[str, list[int]] = {}
    for department, row in rows:
        if row["event"] == "filed" and row["decided_on"][4] == "-":
            lags.setdefault(department, []).append(lag(row))
    assert min(lags[filings.LATE]) > 11
    for department in set(lags) - {filings.LATE}:
        assert sum(days <= 14 for days in lags[department]) / len(lags[department]) > 0.9


def test_the_error_prone_department_errs_as_often_as_the_manifest_says(made, rows):
    wrong = made[1]["wrong_on_purpose"]
    filed = sum(department == filings.ERROR_PRONE and row["event"] == "filed" for department, row in rows)
    assert 0.04 < wrong / filed < 0.12
    assert any("/" in row["decided_on"] for _, row in rows)
    assert any("_" in row["item"] for _, row in rows)


def test_corrections_annulments_repairs_and_objections_come_at_the_rates_they_promise(made):
    events = made[1]["counts"]["events"]
    for kind, share in (("corrected", 0.06), ("annulled", 0.03), ("repaired", 0.15), ("objected", 0.04)):
        assert 0.5 * share < events[kind] / events["filed"] < 1.5 * share, kind
    assert events["objected"] == events["objection-decided"]


def test_mergers_splits_and_conversions_happen(tmp_path):
    generating.generate(organisations=6_000, seed=3, out=tmp_path / "many", processes=1)
    found = [json.loads(line) for line in lines(tmp_path / "many/register/successions.jsonl")]
    assert {line["event"] for line in found} == {"merger", "split", "conversion"}
    assert all(line["passes_records_basis"] or not line["passes_records"] for line in found)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(generating.NotGenerated, match="holds other files"):
        generating.generate(organisations=1, seed=1, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_earlier_generation_is_written_anew(tmp_path):
    first = generating.generate(organisations=3, seed=1, out=tmp_path / "x", processes=1)
    assert generating.generate(organisations=3, seed=1, out=tmp_path / "x", processes=1) == first


@pytest.mark.parametrize("count", [0, -1, register.MOST + 1])
def test_a_number_nobody_can_mean_is_refused(tmp_path, count):
    with pytest.raises(generating.NotGenerated, match="organisations"):
        generating.generate(organisations=count, seed=1, out=tmp_path / "x")


def test_one_organisation_is_enough(tmp_path):
    manifest = generating.generate(organisations=1, seed=1, out=tmp_path / "x")
    assert manifest["organisations"] == 1
