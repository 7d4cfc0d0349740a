"""Every route of the API; the office's process includes them at its root."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from goodstanding.api import access_log, decisions, oauth, organisations, problems, tokens
from goodstanding.api.bearer import Bearer

BASE = "api/v1/"
api = NinjaAPI(
    title="goodstanding",
    version="1",
    description="What an authority has lawfully recorded about organisations, to those who may see it.",
    auth=Bearer(),
    docs_url=None,  # that page loads scripts from elsewhere
    urls_namespace="api",
)
problems.register(api)
for resource in (decisions, organisations, access_log, tokens):
    api.add_router("", resource.router)


def _answering(found: Any) -> list[URLPattern]:
    for one in found:
        # The library's root view answers nothing; its name is how the description knows its own address.
        one.callback = problems.answered(problems.no_such_address if one.name == "api-root" else one.callback)
    return [*found, re_path("", problems.answered(problems.no_such_address))]


urlpatterns = [
    path(BASE, (_answering(api.urls[0]), api.urls[1], api.urls[2])),
    path(oauth.PATH.removeprefix("/"), oauth.token, name="oauth-token"),
]
