"""R8. What takes a right or adds a duty rests on a law or a regulation.

A policy document, a department's rule or a guide is not enough, whatever the measure calls itself. In a province its
own statute counts, and there alone.
"""

from __future__ import annotations

import pytest

from goodstanding.register.services import NotPublishable
from tests.lines.ways import bent, complaints, publish, publish_raw

GUARD = "lint:statute-for-rights"
GUARDS = (
    GUARD,
    "lint:severity-fits-kind",
    "type:goodstanding.core.catalogue.law.Source.level",
    "type:goodstanding.core.catalogue.consequences.Measure.kind",
    "call:goodstanding.register.services.lint returns ()",
    "call:goodstanding.register.editions.lint returns ()",
)

MEASURES, SOURCES = "measures/measures.yaml", "sources/acts.yaml"
WEAK = (
    "local-regulation",
    "departmental-rule",
    "local-rule",
    "court-provision",
    "policy-document",
    "standard",
    "guidance",
)
ON_A_GUIDE = (MEASURES, "basis: [act s3]", "basis: [guide p1]")
PROVINCE = {
    "pack.yaml": (
        "pack: exampleland-north\nversion: 2026.1.0\nformat: 1\njurisdiction: XX-N\nextends: exampleland\n"
        "title: {en: North, zh-Hans: 北省}\nlanguages: [en, zh-Hans]\nstatus: teaching\ntime_zone: Etc/UTC\n"
        "legal_status: {en: An interpretation of invented law., zh-Hans: 对虚构法律的解释。}\n"
        "page_notice: {en: Invented., zh-Hans: 虚构。}\nauthority: {en: North Office, zh-Hans: 北省机关}\n"
        "maintainers: [{role: legal, contact: legal@north.example}]\n"
    ),
    "CHANGELOG.md": "# Changes\n\n## 2026.1.0\n\nFirst.\n",
    "sources/north.yaml": (
        "sources:\n  - source: north\n    title: {en: North Statute, zh-Hans: 北省条例}\n    level: local-regulation\n"
        "    number: Statute 1\n    publisher: {en: Gazette, zh-Hans: 公报}\n    text_held: not-held\n"
        "    citation: Statute 1 (invented)\n    confidence: invented\n    dates: invented\n    from: 2010-01-01\n"
        "    provisions:\n      s1: {heading: {en: Outlets, zh-Hans: 排口}}\n"
    ),
    "measures/north.yaml": (
        "measures:\n  - measure: outlets-closed\n    text: {en: Outlets closed, zh-Hans: 封闭排口}\n"
        "    explains: {en: Its outlets are closed., zh-Hans: 封闭排口。}\n    kind: reduces-rights\n"
        "    severity: restriction\n    domain: environment\n    basis: [north s1]\n    confidence: invented\n"
        "    from: 2010-01-01\n    follows_items: [emission-over-limit]\n    tiers: [serious]\n    ends: with-cause\n"
        "    procedure: adverse\n"
    ),
}


def guide_of_level(level: str) -> tuple[str, str, str]:
    return (SOURCES, "level: guidance", f"level: {level}")


@pytest.mark.parametrize("level", WEAK)
def test_a_measure_that_takes_a_right_does_not_rest_on_less_than_a_regulation(level):
    assert complaints(ON_A_GUIDE, guide_of_level(level)) == {"statute-for-rights"}


@pytest.mark.parametrize("level", ["law", "regulation"])
def test_a_measure_that_takes_a_right_rests_on_a_law_or_a_regulation(level):
    assert complaints(ON_A_GUIDE, guide_of_level(level)) == set()


def test_a_law_for_some_of_its_days_is_not_enough():
    ended = (SOURCES, "      s3:\n        heading", "      s3:\n        until: 2020-01-01\n        heading")
    relation_ends = ("relations/relations.yaml", "from: 2000-01-01", "from: 2000-01-01\n    until: 2020-01-01")
    both = (MEASURES, "basis: [act s3]", "basis: [act s3, guide p1]")
    assert "statute-for-rights" in complaints(ended, relation_ends, both)


def test_a_guide_beside_a_law_takes_nothing_away():
    assert complaints((MEASURES, "basis: [act s3]", "basis: [act s3, guide p1]")) == set()


@pytest.mark.parametrize("kind", ["management", "facilitation", "voluntary"])
def test_what_excludes_cannot_be_called_something_lighter(kind):
    assert "severity-fits-kind" in complaints(ON_A_GUIDE, (MEASURES, "kind: reduces-rights", f"kind: {kind}"))


def test_what_takes_a_right_cannot_be_called_a_notice():
    lighter = (MEASURES, "severity: exclusion", "severity: notice")
    assert complaints(lighter) == {"severity-fits-kind"}


@pytest.mark.parametrize("kind", ["joint-punishment", "exclusion", "other"])
def test_there_are_no_other_kinds_of_measure(kind):
    assert complaints((MEASURES, "kind: reduces-rights", f"kind: {kind}")) == {"closed-list"}


@pytest.mark.parametrize("level", ["central-policy-document", "circular", "higher-law"])
def test_a_source_has_one_of_the_closed_levels(level):
    assert complaints(guide_of_level(level)) == {"closed-list"}


def test_a_province_s_own_statute_counts_in_the_province():
    assert complaints(of=PROVINCE, province_of=bent()) == set()


@pytest.mark.parametrize("level", [level for level in WEAK if level != "local-regulation"])
def test_in_a_province_less_than_its_statute_is_not_enough(level):
    change = ("sources/north.yaml", "level: local-regulation", f"level: {level}")
    assert complaints(change, of=PROVINCE, province_of=bent()) == {"statute-for-rights"}


def test_a_nation_s_weaker_source_does_not_become_a_statute_in_a_province():
    nation = bent(guide_of_level("local-regulation"))
    change = ("measures/north.yaml", "basis: [north s1]", "basis: [guide p1]")
    assert "statute-for-rights" in complaints(change, of=PROVINCE, province_of=nation)


def test_no_service_publishes_an_edition_that_takes_rights_on_a_guide(house):
    with pytest.raises(NotPublishable, match="statute-for-rights"):
        publish(house, bent(ON_A_GUIDE))


def test_an_edition_that_takes_rights_on_a_guide_has_no_effect_in_raw_bytes_either(house):
    assert "statute-for-rights" in publish_raw(house, bent(ON_A_GUIDE))
    assert house.owner.execute("select count(*) from register.edition").fetchone() == (0,)
