"""Figures and versions that reach back to earlier conduct: where that, or another figure, is provably no change.

Later law that reaches back is looked to only where it is milder: by publications, lists and measures (milder terms) and
by rules that burden (milder outcomes). Everything here assumes that one day selects all versions, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from goodstanding.core.catalogue.conditions import Count, Exists, FactIs, Sum, counted
from goodstanding.core.catalogue.items import LastsWhile, Publication, PublicationVersion
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import Rule, RuleVersion
from goodstanding.core.catalogue.words import Param
from goodstanding.core.rules.evaluating import BURDENING
from goodstanding.core.rules.records import forward
from goodstanding.packs.linting.checks import parts
from proofs.mutating.mutations import Mutant
from proofs.mutating.plain import at


def same_figure(mutant: Mutant) -> bool:
    """Tell whether another figure is the same number wherever and whenever the entry reads it."""
    path = mutant.mutation.change.path
    if mutant.mutation.change.kind != "figure swapped":
        return False
    one, other = (
        mutant.catalogue.parameters[at(entry.model_dump(by_alias=True), path)["param"]]
        for entry in (mutant.before, mutant.after)
    )
    if mutant.mutation.field in ("items", "measures"):
        # Their own terms do not say what is missing; an item's is that of its day, whatever reaches back to it.
        reaching_back = mutant.mutation.field == "measures" and (reaches(one) or reaches(other))
        return not reaching_back and _same_from(one, other, first=date.min, last=None, named=False)
    if not isinstance(mutant.before, Rule | Publication) or not _one_day_selects(mutant.before):
        return False
    return _same_in_rule(mutant, one, other) if isinstance(mutant.before, Rule) else _same_term(mutant, one, other)


def _same_in_rule(mutant: Mutant, one: Parameter, other: Parameter) -> bool:
    """Tell whether the version changed reads the same numbers under every day, whatever it is looked back from."""
    versions, changed = mutant.before.versions, mutant.before.versions[mutant.version]
    days = {day for version in versions for day in (version.from_, version.until) if day}
    days = {day for day in {*days, *one.starts, *other.starts} if day >= min(version.from_ for version in versions)}

    def applied(selecting: date, seen_on: date | None) -> bool:
        reaching = (
            [] if seen_on is None else [it for it in versions if it.reaches_back and it.interval.contains(seen_on)]
        )
        return reaching[0] is changed if reaching else changed.interval.contains(selecting)

    pairs = [(day, seen_on) for day in days for seen_on in (None, *days) if seen_on is None or seen_on >= day]
    for day, seen_on in pairs:
        if applied(day, seen_on):
            numbers = {_seen(figure, day, seen_on) for figure in (one, other)}
            if len(numbers) != 1 or None in numbers:  # what is missing is named, and so tells
                return False
    looked_to = [{start for start, value in figure.values.items() if value.reaches_back} for figure in (one, other)]
    return _looked_to_anyway(mutant, looked_to[0] ^ looked_to[1], looked_to[0] & looked_to[1])


def _reaching_version(versions: Sequence[RuleVersion], day: date) -> RuleVersion | None:
    return next((version for version in versions if version.reaches_back and version.interval.contains(day)), None)


def _seen(figure: Parameter, day: date, seen_on: date | None) -> int | None:
    later = figure.value_on(seen_on) if seen_on else None
    return number(figure, seen_on if seen_on and later and later.reaches_back else day)


def _looked_to_anyway(mutant: Mutant, days: set[date], both: set[date]) -> bool:
    """Tell whether looking to each of these days shows what an earlier day shows that is looked to in any case."""
    versions, figures = mutant.before.versions, mutant.catalogue.parameters
    read = _read_by(mutant.before) & _read_by(mutant.after)
    looked_to = both | {version.from_ for version in versions if version.reaches_back}
    looked_to |= {start for name in read for start, value in figures[name].values.items() if value.reaches_back}

    def shown(day: date) -> Any:
        there = _reaching_version(versions, day)
        return there and (there.from_, {name: figures[name].started(day) for name in read})

    first = min(version.from_ for version in versions)
    later = [day for day in days if day > first]
    return all(shown(day) and any(one <= day and shown(one) == shown(day) for one in looked_to) for day in later)


def _same_term(mutant: Mutant, one: Parameter, other: Parameter) -> bool:
    """Tell whether a version of a publication counts the same terms under every day it is selected by."""
    version = mutant.before.versions[mutant.version]
    over = _all_over(mutant, one, other)
    reaching = [_reaching_after(figure, version.from_, over) for figure in (one, other)]
    if any(reaching):
        # What reaches back to these days has to begin on the same days with the same numbers, and favour the same.
        alike = reaching[0] == reaching[1] and one.favours == other.favours
        return alike and _same_from(one, other, first=version.from_, last=None, named=True)
    return _same_from(one, other, first=version.from_, last=version.until, named=True)


def _reaching_after(figure: Parameter, day: date, over: date | None) -> dict[date, int | str]:
    reaching = {start: value.value for start, value in figure.values.items() if value.reaches_back and start > day}
    return {start: value for start, value in reaching.items() if over is None or start < over}


def _all_over(mutant: Mutant, one: Parameter, other: Parameter) -> date | None:
    """Answer the day by which all that counts from a decision under the version has ended, or None where not known."""
    version = mutant.before.versions[mutant.version]
    of_tier = version.tiers[mutant.mutation.change.path[-2]]
    from_decision = of_tier.shown == "no" or of_tier.counted_from == "decided_on"
    if version.until is None or not from_decision or version.selected_by != "record.decided_on":
        return None
    numbers = [value.value for figure in (one, other) for value in figure.values.values()]
    longest = max((number for number in numbers if isinstance(number, int)), default=0)
    return forward(version.until, value=longest, unit=one.unit)


def _same_from(one: Parameter, other: Parameter, *, first: date, last: date | None, named: bool) -> bool:
    """Tell whether two figures are the same number on those days; where one is missing its name tells, if `named`."""
    for day in {first, *one.starts, *other.starts}:
        if first <= day and (last is None or day < last):
            values = [number(figure, day) for figure in (one, other)]
            if values[0] != values[1] or (named and values[0] is None):
                return False
    return True


def number(figure: Parameter, day: date) -> int | None:
    """Answer the figure of the day, or None when there is none or no source says."""
    found = figure.value_on(day)
    return found.value if found and isinstance(found.value, int) else None


def reaches(figure: Parameter) -> bool:
    """Tell whether a value of the figure reaches back."""
    return any(value.reaches_back for value in figure.values.values())


def says_the_same(mutant: Mutant) -> bool:
    """Tell whether a version is longer by a day that belonged to one that says the same, or reaches back to such."""
    change, before = mutant.mutation.change, mutant.before
    if change.kind not in ("until moved a day", "reach back added") or not isinstance(before, Rule | Publication):
        return False
    version, moved = before.versions[mutant.version], mutant.after.versions[mutant.version]
    if change.kind == "until moved a day" and moved.until > version.until:
        there = next((one for one in before.versions if one.interval.contains(version.until)), None)
        return there is not None and _decides(there) == _decides(version)
    return _alone(mutant) and all(_decides(one) == _decides(version) for one in before.versions)


def never_milder(mutant: Mutant) -> bool:
    """Tell whether a version reaches back under which every finding is sure to be as grave as before, or graver."""
    if mutant.mutation.change.kind != "reach back added" or not isinstance(mutant.before, Rule) or not _alone(mutant):
        return False
    version, *others = (_decides(one) for one in (mutant.before.versions[mutant.version], *mutant.before.versions))
    return all(
        [one["finding"] for one in version["findings"]] == [one["finding"] for one in other["findings"]]
        and version["otherwise"] == other["otherwise"]
        and (_needs_no_more(version, other) or _as_grave_in_each_case(version, other))
        for other in others
    )


def _needs_no_more(one: Any, other: Any) -> bool:
    """Tell whether each finding needs no more conditions than in the other version, and has no further exceptions."""
    pairs = zip(one["findings"], other["findings"], strict=True)
    return all(part in b[key] for a, b in pairs for key in ("when", "unless") for part in a[key])


def _as_grave_in_each_case(one: Any, other: Any) -> bool:
    """Tell whether each alternative that is enough for a finding there is enough here for it or for a graver one."""
    enough: list[Any] = []
    for here, there in zip(one["findings"], other["findings"], strict=True):
        if len(here["when"]) > 1 or len(there["when"]) > 1 or here["unless"] or there["unless"]:
            return False
        enough += _alternatives(here["when"][0])
        if not all(alternative in enough for alternative in _alternatives(there["when"][0])):
            return False
    return True


def _alternatives(condition: Any) -> list[Any]:
    return [_unwrapped(part) for part in condition.get("any", [condition])]


def _unwrapped(condition: Any) -> Any:
    together = condition.get("all") or condition.get("any") or ()
    return _unwrapped(together[0]) if len(together) == 1 else condition


def _alone(mutant: Mutant) -> bool:
    """Tell whether nothing of the rule reaches back but the version changed, and one day selects all versions."""
    if mutant.mutation.change.kind != "reach back added" or not isinstance(mutant.before, Rule):
        return False
    figures = mutant.catalogue.parameters
    known = [figures[name] for name in _read_by(mutant.before) if name in figures]
    reaching = any(one.reaches_back for one in mutant.before.versions) or any(reaches(figure) for figure in known)
    return not reaching and _one_day_selects(mutant.before)


def _decides(version: RuleVersion | PublicationVersion) -> Any:
    """Answer what of a version decides: not its words, its sources, or its days in force."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            words = {"text", "basis", "confidence", "citation", "note", "from", "until"}
            return {key: bare(one) for key, one in value.items() if key not in words}
        return [bare(one) for one in value] if isinstance(value, list | tuple) else value

    return bare(version.model_dump(by_alias=True))


def never_looked_back_to(mutant: Mutant) -> bool:
    """Tell whether nothing reads what now reaches back, or no longer does, where that would be milder."""
    change = mutant.mutation.change
    if change.kind not in ("reach back added", "reach back removed"):
        return False
    if isinstance(mutant.before, Publication):
        return True
    if isinstance(mutant.before, Rule):
        return mutant.before.purpose not in BURDENING or _earliest(mutant.before, mutant.version)
    day: Any = change.path[1]
    catalogue, name = mutant.catalogue, mutant.mutation.id
    if _a_term_that_looks_back(catalogue, name) and _milder_than_before(mutant.before, day):
        return False
    readers = [rule for rule in catalogue.rules.values() if rule.purpose in BURDENING and name in _read_by(rule)]
    return all(_begins_no_earlier(rule, day) or _harsher(rule, mutant.before, day, catalogue) for rule in readers)


def _earliest(rule: Rule, number: int) -> bool:
    """Tell whether no version of the rule is selected by an earlier day than this one."""
    return rule.versions[number].from_ == min(version.from_ for version in rule.versions) and _one_day_selects(rule)


def _one_day_selects(entry: Rule | Publication) -> bool:
    return len({version.selected_by for version in entry.versions}) == 1


def _read_by(rule: Rule) -> set[str]:
    return {name for version in rule.versions for name in version.figures()}


def _begins_no_earlier(rule: Rule, day: date) -> bool:
    return _one_day_selects(rule) and all(version.from_ >= day for version in rule.versions)


def _a_term_that_looks_back(catalogue: Catalogue, name: str) -> bool:
    """Tell whether a publication, list or measure counts with the figure: they take milder later law, items do not."""
    for regime in catalogue.publications.values():
        for _, found in parts(regime):
            if found == Param(param=name):
                return True
    for listed in catalogue.lists.values():
        term = listed.ends.absolute_end if isinstance(listed.ends, LastsWhile) else listed.ends.lasts
        if name in (term.param, listed.removal_opens_after.param if listed.removal_opens_after else None):
            return True
    ends = [measure.ends for measure in catalogue.measures.values()]
    return any(term != "with-cause" and term.lasts.param == name for term in ends)


def _milder_than_before(figure: Parameter, day: date) -> bool:
    """Tell whether the figure of the day favours the organisation more than one before it."""
    value = figure.values[day].value
    before = [found.value for start, found in figure.values.items() if start < day and isinstance(found.value, int)]
    if not isinstance(value, int) or figure.favours == "neither":
        return False
    return any(value < other if figure.favours == "lower" else value > other for other in before)


def _harsher(rule: Rule, figure: Parameter, day: date, catalogue: Catalogue) -> bool:
    """Tell whether the figure of the day can only make the rule's outcome graver, and nothing else reaches back.

    Findings go from the gravest down, so an outcome is surely not milder where every comparison with the figure is at
    least as true as before (true over unknown over false), in `when`, and at most as true in `unless`.
    """
    if not _one_day_selects(rule) or any(version.reaches_back for version in rule.versions):
        return False
    others = _read_by(rule) - {figure.parameter}
    if any(reaches(catalogue.parameters[name]) for name in others if name in catalogue.parameters):
        return False
    if any(value.reaches_back for start, value in figure.values.items() if start != day):
        return False
    value = figure.values[day].value
    if not isinstance(value, int):
        # With the figure unknown an outcome is the one it was with any figure, or it cannot be determined.
        return True
    ways = {way for version in rule.versions for way in _graver(version, figure.parameter)}
    began = min(version.from_ for version in rule.versions)
    before = [found.value for start, found in figure.values.items() if start < day]
    if len(ways) != 1 or not before or min(figure.starts) > began:
        return False
    (way,) = ways
    return way != 0 and all(isinstance(one, int) and value * way >= one * way for one in before)


def _graver(version: RuleVersion, name: str) -> Iterator[int]:
    """Answer for each use of the figure whether the finding gets truer as it rises (1), as it falls (-1), or either."""
    for finding in version.findings:
        for sign, conditions in ((1, finding.when), (-1, finding.unless)):
            for condition in conditions:
                for _, leaf in parts(condition):
                    if isinstance(leaf, FactIs | Count | Sum) and leaf.value == Param(param=name):
                        yield sign * {">=": -1, ">": -1, "<=": 1, "<": 1}.get(leaf.op, 0)
                    if isinstance(leaf, Count | Sum | Exists) and (which := counted(leaf)) and which.within:
                        more = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(getattr(leaf, "op", ">="), 0)
                        if which.within.last.param == name:
                            yield sign * more


def favours_the_same(mutant: Mutant) -> bool:
    """Tell whether nothing that reaches back is milder, whichever way the figure favours."""
    if mutant.mutation.change.kind != "favours changed":
        return False
    if not _a_term_that_looks_back(mutant.catalogue, mutant.mutation.id):
        return True
    reaching = [day for day, value in mutant.before.values.items() if value.reaches_back]
    return not any(_milder_than_before(figure, day) for figure in (mutant.before, mutant.after) for day in reaching)
