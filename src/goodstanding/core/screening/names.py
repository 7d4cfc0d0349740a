"""Who bears a name: an organisation, one who is or may be a sole trader, or a person, and then it is held.

In doubt a name is held, or counts as a sole trader's: unknown is never false (G1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal
from unicodedata import normalize

from goodstanding.core.catalogue.naming import Form, Naming

Outcome = Literal["organisation", "sole-trader", "held"]
# What a single sign says at the end of three is as likely the end of a given name.
SHORT: Final = 3
INSIDE: Final = re.compile(r"([^(]+)\(([^()]+)\)(.+)")
NUMERALS: Final = "0-9〇零一二兩三四五六七八九十百廿卅數"


@dataclass(frozen=True, slots=True)
class Screened:
    """What a name says of who bears it.

    `bearer` is the part of the name that says so (without the project or the person behind it), `legal_name` the part
    of that up to its form, by which two writings of one organisation's name are compared.
    """

    outcome: Outcome
    reason: str
    organisation_type: str | None
    bearer: str
    legal_name: str
    embedded: bool


class Screen:
    """The rules of one naming, made ready; `screen` answers for a name, `names_a_person` for any text."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        persons = naming.persons
        self.family_names = frozenset(normalize("NFKC", persons.family_names).split())
        self._cached = lru_cache(maxsize=200_000)(self._screened)

    def screen(self, name: str) -> Screened:
        """Answer who bears `name`."""
        return self._cached(name)

    def names_a_person(self, text: str) -> bool:
        """Tell whether a text says who a person is: a role or a title with a name, or a number of people.

        A bare name inside a text is found only where it is a part of its own.
        """
        cleaned = _cleaned(text)
        if self._marked.search(cleaned):
            return True
        return any(self._is_person(part) for part in self._parts.split(cleaned) if part)

    def _screened(self, name: str) -> Screened:
        cleaned = _cleaned(name)
        for short, whole in self.naming.written_short.items():
            cleaned = cleaned.replace(normalize("NFKC", short), whole)
        bearer = self._bearer(cleaned)
        embedded = self.names_a_person(name)
        form, legal_name = self._form(bearer)
        marked = self._marked.search(bearer) is not None
        if form is not None and form.bearer == "legal-person" and not marked:
            return Screened("organisation", "form", form.organisation_type, bearer, legal_name, embedded)
        bare = self._is_person(bearer) and (form is None or not self._says_a_trade(bearer, form))
        behind = form is None and self._marked.search(cleaned) is not None
        if bare or marked or behind or self._begins_with_person(bearer, form):
            return Screened("held", "person", None, bearer, bearer, embedded=True)
        if form is None and (not bearer or bearer.endswith(self.naming.things)):
            return Screened("held", "no-party", None, bearer, bearer, embedded)
        if form is None:
            return Screened("sole-trader", "no-form", self.naming.otherwise, bearer, bearer, embedded)
        before = self._personal_before(bearer, form)
        return Screened("sole-trader", "form", form.organisation_type, bearer, bearer, embedded or before)

    def _bearer(self, cleaned: str) -> str:
        """Answer the part of a name that says who bears it: the first."""
        bearer = next((part for part in map(str.strip, self._parts.split(cleaned)) if part), "")
        if inside := INSIDE.match(cleaned):
            # A word in brackets that the name goes on after is a part of the name ("X (Taiwan) Limited").
            rest = self._parts.split(inside[3])[0].rstrip()
            if rest.strip() and inside[1].strip() == bearer:
                return f"{inside[1]}({inside[2]}){rest}"
        return bearer

    def _form(self, bearer: str) -> tuple[Form | None, str]:
        """Answer the form that counts and the name up to it: a legal person's at the end, one within, then others."""
        for form, endings in self._by_ending:
            if bearer.endswith(endings) and self._has(form, bearer) and not self._too_short(bearer, endings):
                return form, bearer
        if (found := self._within(bearer, "legal-person"))[0] is not None:
            return found
        for form, endings in self._by_weak_ending:
            if bearer.endswith(endings) and not self._too_short(bearer, endings):
                return form, bearer
        return self._within(bearer, "may-be-a-person")

    def _within(self, bearer: str, kind: str) -> tuple[Form | None, str]:
        """Answer the form that begins the name, or stands in it first, and the name up to there."""
        best: tuple[Form | None, str] = (None, bearer)
        for form in self.naming.forms:
            if form.bearer != kind or not self._has(form, bearer):
                continue
            for word in form.within:
                upto = bearer[: bearer.find(word) + len(word)]
                if bearer.find(word, 1) > 0 and (best[0] is None or len(upto) < len(best[1])):
                    best = (form, upto)
            if best[0] is None and form.beginnings and bearer.startswith(form.beginnings):
                best = (form, bearer)
        return best

    @staticmethod
    def _has(form: Form, bearer: str) -> bool:
        return not form.only_with or any(word in bearer for word in form.only_with)

    def _too_short(self, bearer: str, endings: tuple[str, ...]) -> bool:
        ending = next(word for word in endings if bearer.endswith(word))
        return len(ending) == 1 and len(bearer) <= SHORT and self._is_person(bearer)

    @staticmethod
    def _says_a_trade(bearer: str, form: Form) -> bool:
        # More than one sign, and something before them.
        return any(len(word) > 1 and bearer.endswith(word) and bearer != word for word in form.endings)

    def _is_person(self, part: str) -> bool:
        persons = self.naming.persons
        low, high = persons.given
        if persons.family_name == "after":
            words = part.split()
            return low + 1 <= len(words) <= high + 1 and words[-1].casefold() in self._folded_family_names
        return any(
            part[:length] in self.family_names and low <= len(part) - length <= high and self._all_written(part)
            for length in (2, 1)
        ) or self._two_family_names(part)

    def _two_family_names(self, part: str) -> bool:
        # A married name: both family names, then the given one.
        return (
            len(part) == 4  # noqa: PLR2004
            and part[0] in self.family_names
            and part[1] in self.family_names
            and self._all_written(part)
        )

    def _all_written(self, part: str) -> bool:
        return all(sign.isalpha() or sign in self.naming.unreadable for sign in part)

    def _begins_with_person(self, bearer: str, form: Form | None) -> bool:
        """Tell whether a person's name stands before a thing ("X's house"), where no trade is named."""
        if form is not None:
            return False
        for word in self.naming.things:
            if bearer.endswith(word):
                start = min(at for one in self.naming.things if (at := bearer.find(one)) >= 0)
                return self._is_person(bearer[:start])
        return False

    def _personal_before(self, bearer: str, form: Form) -> bool:
        words = [word for word in (*form.endings, *form.within) if word in bearer]
        return any(self._is_person(bearer[: bearer.find(word)]) for word in words)

    @cached_property
    def _folded_family_names(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.family_names)

    @cached_property
    def _parts(self) -> re.Pattern[str]:
        return re.compile("[" + re.escape(normalize("NFKC", self.naming.bearer_ends_at)) + "]+")

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        persons = self.naming.persons
        said = [re.escape(role) for role in persons.roles]
        said += [rf"{re.escape(title)}(?=$|[^\w])" for title in persons.titles]
        for words in persons.counted:
            before, after = (*words, "")[:2]
            said.append(rf"{re.escape(before)}[{NUMERALS}]*{re.escape(after)}" if after else re.escape(before))
        return re.compile("|".join(said) or r"(?!)")

    @cached_property
    def _by_ending(self) -> list[tuple[Form, tuple[str, ...]]]:
        return [(f, f.endings) for f in self.naming.forms if f.endings and f.bearer == "legal-person"]

    @cached_property
    def _by_weak_ending(self) -> list[tuple[Form, tuple[str, ...]]]:
        return [(f, f.endings) for f in self.naming.forms if f.endings and f.bearer == "may-be-a-person"]


def _cleaned(text: str) -> str:
    """Answer the text in compatibility form, without the spaces that some write between signs of other scripts."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", normalize("NFKC", text)).strip()
