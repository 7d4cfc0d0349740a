"""The public pages, below the language of the address."""

from __future__ import annotations

from django.urls import path

from goodstanding.portal.public import views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("records/", views.records, name="records"),
    path("lines/", views.lines, name="lines"),
]
