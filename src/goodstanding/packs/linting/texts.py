"""Texts: in every language of the pack, whole, and letters with every place filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, get_args
from zoneinfo import available_timezones

from goodstanding.about.texts import Language, language_tag
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts

# The program speaks these, so every pack does; a pack may add others.
SPOKEN: Final = tuple(language_tag(language) for language in get_args(Language))
HOLDS_TEXT: Final = frozenset(
    {"text", "title", "heading", "explains", "condition", "removal_conditions", "publisher", "note", "when_missed",
     "subject", "legal_status", "page_notice", "authority", "case"}
)  # fmt: skip
PLACE: Final = re.compile(r"\{([^{}]*)\}")


@check("texts-in-every-language", rule="format")
def texts_in_every_language(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Every text is in each of the pack's languages, and in no other."""
    languages = looked.catalogue.manifest.languages
    for language in SPOKEN:
        if language not in languages:
            yield complaint(None, "languages", wrong=f"leaves out {language}", mend=f"add {language}")
    cases = (Entry("cases", str(at), case) for at, case in enumerate(looked.catalogue.cases))
    for entry in (None, *looked.own(), *cases):
        model = looked.catalogue.manifest if entry is None else entry.model
        for steps, value in parts(model):
            if not (isinstance(value, dict) and steps and steps[-1] in HOLDS_TEXT and not _of_provision(steps)):
                continue
            for language in languages:
                if language not in value:
                    yield complaint(entry, *steps, wrong=f"has no {language} text", mend=f"write it in {language}")
            for language in sorted(set(value) - {*languages, *SPOKEN}):
                wrong = f"has a text in {language}, which the pack does not name"
                yield complaint(entry, *steps, wrong=wrong, mend="name the language in pack.yaml, or leave it out")


def _of_provision(steps: tuple[str | int, ...]) -> bool:
    # The law's own words are in the languages the law is in.
    return "provisions" in steps and steps[-1] == "text"


@check("letters-are-filled", rule="G4")
def letters_are_filled(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What a letter fills in is declared, and every language fills in the same."""
    for entry in looked.own("notices"):
        declared = set(entry.model.fills)
        for language, text in entry.model.text.items():
            used = set(PLACE.findall(text)) | set(PLACE.findall(entry.model.subject.get(language, "")))
            if used != declared:
                odd = ", ".join(sorted(used ^ declared))
                wrong = f"the {language} letter and `fills` differ in {odd}"
                yield complaint(entry, "text", language, wrong=wrong, mend="name in `fills` what the letter fills in")
            for name, words in (("text", text), ("subject", entry.model.subject.get(language, ""))):
                if set(PLACE.sub("", words)) & {"{", "}"}:
                    wrong = f"the {language} letter has a brace that opens or closes nothing"
                    yield complaint(entry, name, language, wrong=wrong, mend="write {name}, or leave the brace out")


@check("status-is-said", rule="format")
def status_is_said(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A pack that is no reviewed law says so on every page; only it may declare another present or be invented."""
    manifest = looked.catalogue.manifest
    if manifest.status in ("teaching", "demonstration") and manifest.page_notice is None:
        wrong = f"a {manifest.status} pack has no page_notice"
        yield complaint(None, "page_notice", wrong=wrong, mend="write what every page says of it")
    if manifest.declares_present is not None and manifest.status not in ("teaching", "demonstration"):
        wrong = f"a pack of status {manifest.status} declares another present"
        yield complaint(None, "declares_present", wrong=wrong, mend="leave it out; the present is today")
    if manifest.jurisdiction.startswith("XX") and looked.binding:
        wrong = "an invented jurisdiction is in force nowhere"
        yield complaint(None, "status", wrong=wrong, mend="set the status to teaching")
    if manifest.time_zone not in available_timezones():
        wrong = f"{manifest.time_zone!r} is not in the tz database"
        yield complaint(None, "time_zone", wrong=wrong, mend="write a name such as Asia/Shanghai")
