"""The closed words of access in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

STAFF_WHO_LOOK = ("clerk", "caseworker", "decider", "reviewer", "auditor")
# Roles an operator gives to a person; the others are a machine's, a node's, or come with a verified organisation.
GIVEN = ("clerk", "caseworker", "decider", "reviewer", "analyst", "auditor", "operator")
OF_PEOPLE = ("representative", *GIVEN)
# Roles that may be handed on for a while; the database holds the same.
HANDED_ON = ("clerk", "caseworker", "decider", "reviewer", "analyst")


def role(word: str) -> str:
    """Answer the name of a role; a word that is none is shown as it is."""
    return {
        "representative": pgettext("role", "Representative"),
        "clerk": pgettext("role", "Clerk"),
        "caseworker": pgettext("role", "Caseworker"),
        "decider": pgettext("role", "Decider"),
        "reviewer": pgettext("role", "Reviewer"),
        "analyst": pgettext("role", "Analyst"),
        "auditor": pgettext("role", "Auditor"),
        "operator": pgettext("role", "Operator"),
        "machine-client": pgettext("role", "Machine client"),
        "partner-node": pgettext("role", "Partner node"),
    }.get(word, word)


def purpose(word: str) -> str:
    """Answer the name of a purpose; a word that is none is shown as it is."""
    return {
        "filing": pgettext("purpose", "Filing"),
        "casework": pgettext("purpose", "Casework"),
        "decision": pgettext("purpose", "Decision"),
        "review": pgettext("purpose", "Review"),
        "own-access": pgettext("purpose", "Own access"),
        "eligibility-check": pgettext("purpose", "Eligibility check"),
        "inspection-planning": pgettext("purpose", "Inspection planning"),
        "statistics": pgettext("purpose", "Statistics"),
        "audit": pgettext("purpose", "Audit"),
        "exchange": pgettext("purpose", "Exchange"),
        "operation": pgettext("purpose", "Operation"),
        "court-order": pgettext("purpose", "Court order"),
    }.get(word, word)


def action(word: str) -> str:
    """Answer the name of what a look was; a word that is none is shown as it is."""
    return {
        "find": pgettext("look", "Found by identifier"),
        "look": pgettext("look", "Looked at"),
        "look-back": pgettext("look", "Looked at as of an earlier time"),
        "list": pgettext("look", "Listed with others"),
        "export": pgettext("look", "Copied out"),
        "read-log": pgettext("look", "Access log read"),
    }.get(word, word)


def act(word: str) -> str:
    """Answer the name of an action; a word that is none is shown as it is."""
    return {
        "find": pgettext("action", "Find one organisation by an identifier"),
        "look": pgettext("action", "Look at what is not public, now"),
        "look-back": pgettext("action", "Look at what was known earlier"),
        "list": pgettext("action", "List many organisations at once"),
        "export": pgettext("action", "Take a copy out"),
        "file": pgettext("action", "File"),
        "correct": pgettext("action", "Correct"),
        "annul": pgettext("action", "Annul"),
        "judge": pgettext("action", "Judge identity or succession"),
        "propose": pgettext("action", "Propose"),
        "decide": pgettext("action", "Decide what was proposed"),
        "review": pgettext("action", "Review a decision"),
        "answer": pgettext("action", "Be heard, object, apply for repair"),
        "hold": pgettext("action", "Place or release a legal hold"),
        "erase": pgettext("action", "Erase"),
        "publish": pgettext("action", "Publish an edition of the catalogue"),
        "read-log": pgettext("action", "Read the access log"),
        "administer": pgettext("action", "Administer"),
    }.get(word, word)


def class_(word: str) -> str:
    """Answer the name of a class of what is acted on; a word that is none is shown as it is."""
    return {
        "organisation": pgettext("class", "Entry of an ordinary organisation"),
        "record": pgettext("class", "Record about an ordinary organisation"),
        "protected": pgettext("class", "Entry or record of a protected organisation"),
        "sole-trader": pgettext("class", "Entry or record of one who is, or may be, a sole trader"),
        "case": pgettext("class", "Case file"),
        "evaluation": pgettext("class", "Grades and their points, inspection class"),
        "access-log": pgettext("class", "Access log"),
        "catalogue": pgettext("class", "Edition of the catalogue that is not published"),
        "appointment": pgettext("class", "Units, roles and clients"),
    }.get(word, word)


def whose(word: str) -> str:
    """Answer whose things a line or a question is about; a word that is none is shown as it is."""
    return {
        "own": pgettext("whose", "The own"),
        "other": pgettext("whose", "Another's"),
        "any": pgettext("whose", "The own and others'"),
    }.get(word, word)


def obligation(word: str) -> str:
    """Answer what a line asks for in return; a word that is none is shown as it is."""
    return {
        "case": pgettext("a line asks for", "The reference of the case"),
        "order": pgettext("a line asks for", "A court's order as its basis"),
        "agreement": pgettext("a line asks for", "An agreement between authorities as its basis"),
        "aggregate": pgettext("a line asks for", "Only counts of ten and more leave"),
    }.get(word, word)


def organisation_type(word: str) -> str:
    """Answer the name of a type of organisation; a word that is none is shown as it is."""
    return {
        "market-entity": pgettext("type of organisation", "Market entity"),
        "social-organisation": pgettext("type of organisation", "Social organisation"),
        "public-body": pgettext("type of organisation", "Public body"),
    }.get(word, word)


def unusual(word: str) -> str:
    """Answer what is unusual about looks; a word that is none is shown as it is."""
    return {
        "bulk": pgettext("unusual", "Many organisations in a day"),
        "after hours": pgettext("unusual", "Outside office hours"),
        "no case": pgettext("unusual", "No case named"),
        "refused": pgettext("unusual", "Refused"),
    }.get(word, word)


def pages(of_role: str) -> list[tuple[str, str]]:
    """Answer the pages a role opens, by route, with their names."""
    found = []
    if of_role == "operator":
        found += [
            ("units", gettext("Units")),
            ("people", gettext("Invite a person")),
            ("retire", gettext("Retire a person")),
            ("clients", gettext("Clients")),
            ("unusual", gettext("Unusual looks")),
        ]
    if of_role == "representative":
        found += [("access-log", gettext("Who looked")), ("bring-in", gettext("Bring in a person"))]
    if of_role in STAFF_WHO_LOOK:
        found += [("look", gettext("Look"))]
    if of_role in HANDED_ON:
        found += [("hand-on", gettext("Hand on the role"))]
    return [*found, ("may", gettext("What this role may do"))]
