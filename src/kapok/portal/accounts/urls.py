"""Addresses of accounts and organisations."""

from __future__ import annotations

from django.urls import include, path

from kapok.portal.accounts import my_pages, organisation_pages

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("me/", my_pages.my_page, name="me"),
    path("me/data", my_pages.my_data, name="my-data"),
    path("me/data.json", my_pages.my_data_file, name="my-data-file"),
    path("organisations/new", organisation_pages.new_organisation, name="organisation-new"),
    path("organisations/<slug:key>", organisation_pages.organisation_page, name="organisation"),
]
