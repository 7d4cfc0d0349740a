"""Every route of the office. Pages carry their language in the address, so a link keeps it."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/en/office/", permanent=False), name="root"),
    path("", include("goodstanding.api.urls")),
    *i18n_patterns(path("office/", include("goodstanding.portal.office.urls"))),
]
handler403 = "goodstanding.portal.office.refusals.not_yours"
handler404 = "goodstanding.portal.office.refusals.not_there"
handler429 = "goodstanding.portal.office.refusals.too_many"
