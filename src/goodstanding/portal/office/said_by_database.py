"""What the database refused, in words for people."""

from __future__ import annotations

import psycopg
from django.utils.translation import gettext


def said(error: BaseException | None) -> str:
    """Answer why an operator's act was refused, in the page's language."""
    name = error.diag.constraint_name if isinstance(error, psycopg.Error) else None
    known = {
        "term_is_at_most_24_months": gettext("A term begins before it ends and lasts at most 24 months."),
        "nobody_appoints_himself": gettext("Nobody gives a role to himself. Ask another operator."),
        "a_role_fits_its_actor": gettext("This role is not for a person, or not for a machine."),
        "an_operator_appoints": gettext("Only an operator of that authority gives roles in it."),
        "an_appointment_never_changes": gettext("This appointment was revoked before."),
        "a_delegation_passes_on_no_more_than_there_is": gettext(
            "A role is handed on once, for days within your own term, and never one that was handed on to you."
        ),
        "authority_pkey": gettext("There is an authority of this name already."),
        "unit_pkey": gettext("There is a unit of this name already."),
        "client_key_pkey": gettext("This client has a key of this name already."),
        "a_key_lasts_at_most_13_months": gettext("A key ends within 13 months."),
    }
    if name and name in known:
        return known[name]
    if isinstance(error, psycopg.errors.InvalidAuthorizationSpecification):
        return gettext("An operator of another authority does not administer this one.")
    return gettext("The database did not accept this. Check what you have written.")
