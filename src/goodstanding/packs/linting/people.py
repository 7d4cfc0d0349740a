"""Organisations only, and nothing on belief or private life (G1, G2, R1 to R5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from goodstanding.core.catalogue.register import IdentifierScheme, OrganisationType, Segment
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts
from goodstanding.packs.linting.words import Line, Words, found_in, refused_words

# Where the words of a pack decide about somebody. Sources are called as they are called; types have a check below.
DECIDING: Final = ("items", "facts", "parameters", "rules", "lists", "measures", "publications")
# Free explanations may say what a rule does not do; the id, the name and the conditions may not be about it.
SPEAKING: Final = frozenset({"text", "condition", "removal_conditions"})


def _spoken(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Answer the ids and texts of an entry that say what it is about."""
    yield (), entry.id
    for steps, value in parts(entry.model):
        if steps and steps[-1] in ("id", "finding", "otherwise", "fact") and isinstance(value, str):
            yield steps, value
        if len(steps) > 1 and steps[-2] in SPEAKING and isinstance(value, str):
            yield steps, value
        if len(steps) > 1 and steps[-2] == "choices" and isinstance(value, str):
            yield steps, value


def _refuse(looked: Looked, complaint: Complain, words: Line, *, mend: str) -> Iterator[Complaint]:
    for entry in looked.own(*DECIDING):
        for steps, text in _spoken(entry):
            if word := found_in(text, words):
                yield complaint(entry, *steps, wrong=f"is about {word!r}", mend=mend)
                break


@check("refused-subjects", rule="G2, R4")
def refused_subjects(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Nothing on opinion, speech, religion, association, politics, health, private consumption or ethnicity."""
    mend = "leave it out, whatever law is cited; if it is about something else, say that"
    yield from _refuse(looked, complaint, refused_words().subjects, mend=mend)


@check("organisations-only", rule="G1, R1, R2")
def organisations_only(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Nothing attaches to a person, no rule reads anything of one, and no form of organisation is one."""
    words = refused_words().people
    yield from _refuse(looked, complaint, words, mend="leave the person out of it")
    for entry in looked.own("organisation_types"):
        word = _called(entry.id, entry.model.text, words)
        if word and entry.model.identity_coincides_with_person == "no":
            mend = "leave it out; if it is an organisation all the same, say whose identity it has"
            yield complaint(entry, wrong=f"is about {word!r}", mend=mend)


def _called(name: str, text: Mapping[str, str], words: Words) -> str | None:
    """Answer the first of `words` in an entry's id or names, or None."""
    return next(filter(None, (found_in(said, words) for said in (name, *text.values()))), None)


@check("no-counts-of-people", rule="G1, R5")
def no_counts_of_people(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """No indicator counts or scores employees, members or users."""
    mend = "judge the organisation by what it did, not by how many people it has to do with"
    yield from _refuse(looked, complaint, refused_words().counts_of_people, mend=mend)


@check("no-scores", rule="G6, R38")
def no_scores(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """No rule reads a score, and no list or item is one: a score decides nothing and ranks nothing."""
    yield from _refuse(looked, complaint, refused_words().scores, mend="name what the organisation did")


@check("protected-types-are-declared", rule="G2")
def protected_types_are_declared(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A type of organisation that its name shows to be protected is declared so."""
    for entry in looked.own("organisation_types"):
        declared: OrganisationType = entry.model
        for name, words in refused_words().protected_types.items():
            if declared.protected_class != name and _called(entry.id, declared.text, words):
                wrong = f"is called as a {name} organisation is, and declared {declared.protected_class}"
                mend = f"declare protected_class: {name}"
                yield complaint(entry, "protected_class", wrong=wrong, mend=mend)
                break


@check("sole-traders-are-declared", rule="G1, R3")
def sole_traders_are_declared(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A form whose identity is a person's, or may be, says so."""
    for entry in looked.own("organisation_types"):
        declared: OrganisationType = entry.model
        called = _called(entry.id, declared.text, refused_words().sole_traders)
        if called and declared.identity_coincides_with_person == "no":
            wrong = "is called as a sole trader is, and said not to coincide with a person"
            yield complaint(entry, "identity_coincides_with_person", wrong=wrong, mend="write yes, or unknown")


@check("person-identifiers", rule="G1, R1")
def person_identifiers(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Identifiers of persons are known, so that they are refused; no organisation's scheme has their shape."""
    schemes = looked.catalogue.identifiers
    persons = [scheme for scheme in schemes.values() if scheme.identifies == "person"]
    if not persons:
        wrong = "no identifier of persons is declared, so none would be refused"
        yield complaint(
            None, "identifiers", wrong=wrong, mend="declare the shape of the jurisdiction's personal number"
        )
    shapes = [(scheme.scheme, _widened(scheme)) for scheme in persons]
    for entry in looked.own("identifiers"):
        yield from _shape(entry, complaint)
        if entry.model.identifies == "person":
            continue
        own = _widened(entry.model)
        person = next((name for name, shape in shapes if _takes(own, shape)), None)
        if person is not None:
            wrong = f"has the shape of {person}, which identifies persons"
            yield complaint(entry, "shape", wrong=wrong, mend="describe the organisation's own shape")
        if word := _called(entry.id, entry.model.text, refused_words().people):
            wrong = f"is called {word!r}, and said to identify no person"
            yield complaint(entry, "identifies", wrong=wrong, mend="write `identifies: person`, so that it is refused")


def _takes(own: list[frozenset[str]], person: list[frozenset[str]]) -> bool:
    """Tell whether a shape takes every identifier of a person's shape."""
    return len(own) == len(person) and all(map(frozenset.issuperset, own, person))


def _shape(entry: Entry, complaint: Complain) -> Iterator[Complaint]:
    for at, segment in enumerate(entry.model.shape):
        if (segment.of is None) == (segment.date is None):
            wrong = "is not one of characters and a date"
            yield complaint(entry, "shape", at, wrong=wrong, mend="give `of` or `date`")
    if entry.model.sole_trader_prefixes and entry.model.identifies != "organisation":
        yield complaint(entry, "sole_trader_prefixes", wrong="stands on no organisation's scheme", mend="leave it out")


def _widened(scheme: IdentifierScheme) -> list[frozenset[str]]:
    """Answer the shape character by character, a date as the eight digits it is."""

    def characters(segment: Segment) -> list[frozenset[str]]:
        of, times = ("0123456789", 8) if segment.date else (segment.of or "", segment.times)
        return [frozenset(of)] * times

    return [one for segment in scheme.shape for one in characters(segment)]
