"""Same field (G3, R9): an item lies in its class's field, and a field is crossed only in the law's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from goodstanding.core.catalogue.conditions import FactIs, counted
from goodstanding.core.catalogue.conduct import FIELD_OF
from goodstanding.core.catalogue.consequences import Listing, Measure, Relation
from goodstanding.core.catalogue.items import ByRule, Item, Publication
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import Rule
from goodstanding.core.time import Interval, union
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts
from goodstanding.packs.linting.law import is_statute, provision_of

SHORTEST_QUOTATION: Final = 20
# A sentence of any language uses more; a run of one sign or word does not.
FEWEST_LETTERS: Final = 8


@check("field-of-class", rule="G3")
def field_of_class(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """An item lies in the field of its conduct class."""
    for entry in looked.own("items"):
        fields = FIELD_OF[entry.model.conduct_class]
        if entry.model.domain not in fields:
            wrong = (
                f"is put into the field {entry.model.domain}; {entry.model.conduct_class} lies in {', '.join(fields)}"
            )
            yield complaint(entry, "domain", wrong=wrong, mend=f"write {' or '.join(sorted(fields))}")


@check("relation-is-quoted", rule="G3, R9")
def relation_is_quoted(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A relation quotes a sentence of the law, found in the text the pack holds of the provision it cites."""
    for entry in looked.own("relations"):
        relation: Relation = entry.model
        if relation.from_domain == relation.to_domain:
            yield complaint(entry, wrong="relates a field to itself", mend="leave it out")
        for wrong, mend in _quotation(looked, relation):
            yield complaint(entry, "quotation", wrong=wrong, mend=mend)


def _quotation(looked: Looked, relation: Relation) -> Iterator[tuple[str, str]]:
    words = _plain(relation.quotation.words)
    if len(words) < SHORTEST_QUOTATION or len(set(words)) < FEWEST_LETTERS:
        wrong = f"quotes {len(words)} characters, {len(set(words))} different ones"
        yield wrong, f"quote the law's sentence, {SHORTEST_QUOTATION} characters or more"
        return
    found = provision_of(looked.catalogue, relation.basis)
    if found is None:
        return  # basis-resolves says so
    source, _ = found
    held = source.provisions[relation.basis.partition(" ")[2]].text or {}
    if words not in _plain(held.get(relation.quotation.language, "")):
        wrong = f"quotes what is not in the text held of {relation.basis} in {relation.quotation.language}"
        yield wrong, "quote it word for word, or store the provision's text; no quotation, no relation"
    if not is_statute(looked, source):
        yield f"quotes a source of level {source.level}", "quote the law or regulation that relates the two fields"


def _plain(text: str) -> str:
    return re.sub(
        r"\s+", "" if re.search(r"[\u3400-\u9fff]", text) else " ", unicodedata.normalize("NFC", text)
    ).strip()


def crossed(catalogue: Catalogue, *, source: str, target: str, span: Interval) -> bool:
    """Tell whether something of field `source` may lead into field `target` on every day of `span`."""
    if source == target:
        return True
    related = [
        one.interval for one in catalogue.relations.values() if (one.from_domain, one.to_domain) == (source, target)
    ]
    return any(
        one.start <= span.start and (one.end is None or (span.end is not None and span.end <= one.end))
        for one in union(related)
    )


@check("measure-in-its-field", rule="G3, R9")
def measure_in_its_field(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A measure follows what happened in its own field, or in one that a law's own words relate to it."""
    catalogue = looked.catalogue
    for entry in looked.own("measures"):
        measure: Measure = entry.model
        for steps, domain, span in _causes(catalogue, measure):
            if not crossed(catalogue, source=domain, target=measure.domain, span=span):
                wrong = f"lies in {measure.domain} and follows {domain}, and no law's own words relate them"
                mend = "quote the law in relations/, or leave the cause out"
                yield complaint(entry, *steps, wrong=wrong, mend=mend)
        if measure.eligibility is not None and measure.eligibility in catalogue.rules:
            domains = _domains_counted(catalogue, catalogue.rules[measure.eligibility])
            yield from _criteria(looked, entry, complaint, domains, ("eligibility",), measure.domain, measure.interval)


def _causes(catalogue: Catalogue, measure: Measure) -> Iterator[tuple[tuple[str | int, ...], str, Interval]]:
    """Answer the fields a measure follows: of items, of lists, and of the records that lead to a list.

    What a list counts is a cause too: two laws, each of which relates two fields, do not relate the outer ones.
    """
    for at, key in enumerate(dict.fromkeys(measure.follows_items)):
        if item := catalogue.items.get(key):
            yield ("follows_items", at), item.domain, _both(measure.interval, item.interval)
    for at, key in enumerate(dict.fromkeys(measure.follows_lists)):
        if listing := catalogue.lists.get(key):
            rule = catalogue.rules.get(listing.criteria)
            span = _both(measure.interval, listing.interval)
            counted_too = [
                domain
                for domain in (_domains_counted(catalogue, rule) if rule else ())
                if crossed(catalogue, source=domain, target=listing.domain, span=span)
            ]
            for domain in sorted({listing.domain, *counted_too}):
                yield ("follows_lists", at), domain, span


@check("criteria-in-their-field", rule="G3, R9")
def criteria_in_their_field(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A rule that decides on a list, a tier or a publication counts records of that field, or of a related one."""
    catalogue = looked.catalogue
    for entry in looked.own("lists", "items", "publications"):
        for steps, name, target, span in _rules_of(catalogue, entry):
            if name in catalogue.rules:
                domains = _domains_counted(catalogue, catalogue.rules[name])
                yield from _criteria(looked, entry, complaint, domains, steps, target, span)


@check("facts-in-their-field", rule="G3, R9")
def facts_in_their_field(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What a list's criteria or a rule of eligibility reads says its field, and it is the list's or a related one."""
    catalogue = looked.catalogue
    for entry in looked.own("lists", "measures"):
        name = "criteria" if entry.field == "lists" else "eligibility"
        rule = catalogue.rules.get(getattr(entry.model, name) or "")
        read = (
            [leaf.fact for one in rule.versions for leaf in one.comparisons() if isinstance(leaf, FactIs)]
            if rule
            else []
        )
        for key in dict.fromkeys(read):
            fact = catalogue.facts.get(key)  # a standard fact is of the record itself, which is counted by its field
            target, span = entry.model.domain, entry.model.interval
            if fact is None or (fact.domain and crossed(catalogue, source=fact.domain, target=target, span=span)):
                continue
            lies = f"lies in {fact.domain}" if fact.domain else "says no field"
            wrong = f"reads {key} for something in {target}, and the fact {lies}"
            yield complaint(entry, name, wrong=wrong, mend="give the fact its `domain`, or read facts of this field")


def _rules_of(catalogue: Catalogue, entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str, str, Interval]]:
    """Answer the rules that decide on an entry, and the field and days for which they do."""
    match entry.model:
        case Listing(criteria=criteria, removal_rule=removal, domain=domain):
            yield ("criteria",), criteria, domain, entry.model.interval
            if removal is not None:
                yield ("removal_rule",), removal, domain, entry.model.interval
        case Item(tier=ByRule(rule=rule), domain=domain):
            yield ("tier", "rule"), rule, domain, entry.model.interval
        case Publication():
            shown = [item for item in catalogue.items.values() if item.publication == entry.id]
            spans = {item.domain: item.interval for item in shown}
            for steps, value in parts(entry.model):
                if isinstance(value, ByRule):
                    for domain, span in spans.items():
                        yield (*steps, "rule"), value.rule, domain, span


def _criteria(
    looked: Looked,
    entry: Entry,
    complaint: Complain,
    domains: Iterable[str],
    steps: tuple[str | int, ...],
    target: str,
    span: Interval,
) -> Iterator[Complaint]:
    others = [one for one in sorted(domains) if not crossed(looked.catalogue, source=one, target=target, span=span)]
    if others:
        wrong = f"counts records of {', '.join(others)} for something in {target}, and no law's own words relate them"
        yield complaint(entry, *steps, wrong=wrong, mend="count records of its own field, or quote the law")


def _domains_counted(catalogue: Catalogue, rule: Rule) -> set[str]:
    """Answer the fields of the records that a rule may count."""
    found: set[str] = set()
    for version in rule.versions:
        for leaf in version.comparisons():
            which = counted(leaf)
            if which is None:
                continue
            by_item = {catalogue.items[key].domain for key in which.items if key in catalogue.items}
            by_class = {field for one in which.conduct_classes for field in FIELD_OF[one]}
            named = [set(some) for some in (by_item, by_class, which.domains) if some]
            found |= set.intersection(*named) if named else set()
    return found


def _both(one: Interval, other: Interval) -> Interval:
    return one.intersect(other) or one
