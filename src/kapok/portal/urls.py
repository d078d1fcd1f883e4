"""All addresses of the portal. A record's key is three or four parts, so the words after it stand before it here."""

from __future__ import annotations

from django.urls import path, re_path

from kapok.portal.api.routes import api
from kapok.portal.library import (
    about,
    classes,
    export,
    feed,
    form,
    health,
    home,
    images,
    record,
    search,
    sources,
    subject_pages,
    switch,
)

KEY = r"records/(?P<key>[a-z_]+/[^/]+/[^/]+(?:/[^/]+)?)"

urlpatterns = [
    path("", home.home_page, name="home"),
    path("search", search.search_page, name="search"),
    path("search/form", form.form_page, name="form"),
    path("search/feed", feed.search_feed, name="feed"),
    path("search/export", export.export_file, name="export"),
    re_path(rf"^{KEY}/images/(?P<index>\d{{1,4}})$", images.record_image, name="image"),
    re_path(rf"^{KEY}/raw$", record.raw_page, name="raw"),
    re_path(rf"^{KEY}/cite\.(?P<file_format>ris|bib)$", export.cite_file, name="cite"),
    re_path(rf"^{KEY}$", record.record_page, name="record"),
    path("classes/", classes.schemes_page, name="schemes"),
    path("classes/<slug:scheme>/", classes.class_page, name="scheme"),
    path("classes/<slug:scheme>/<path:symbol>", classes.class_page, name="class"),
    path("subjects/", subject_pages.subjects_page, name="subjects"),
    path("subjects/<slug:key>", subject_pages.subject_page, name="subject"),
    path("sources", sources.sources_page, name="sources"),
    path("about/query", about.query_page, name="about-query"),
    path("about/api", about.api_page, name="about-api"),
    path("about/accessibility", about.accessibility_page, name="about-accessibility"),
    path("language/<str:code>", switch.switch_language, name="language"),
    path("robots.txt", health.robots, name="robots"),
    path("opensearch.xml", health.opensearch, name="opensearch"),
    path("favicon.ico", health.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("api/", api.urls),
]

handler400 = "kapok.portal.problems.bad_request"
handler403 = "kapok.portal.problems.forbidden"
handler404 = "kapok.portal.problems.not_found"
handler500 = "kapok.portal.problems.server_error"
