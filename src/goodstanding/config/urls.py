"""Every route of the program. Pages carry their language in the address, so a link keeps it."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/en/", permanent=False), name="root"),
    *i18n_patterns(path("", include("goodstanding.portal.public.urls"))),
]
