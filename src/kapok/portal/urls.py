"""All addresses of the portal. A record's key is three or four parts, so the words that follow it stand before it here."""

from __future__ import annotations

from django.urls import path, register_converter

from kapok.portal.accounts.urls import urlpatterns as people_pages
from kapok.portal.api.routes import api
from kapok.portal.cases.urls import urlpatterns as case_pages
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
from kapok.portal.navigation import pages as navigation_pages
from kapok.portal.registers import pages as register_pages
from kapok.portal.similar import pages as similar_pages
from kapok.portal.similar import report_page
from kapok.portal.statistics import pages as statistics_pages
from kapok.portal.statistics import places as places_pages
from kapok.portal.statistics import report_pages as reporting_pages
from kapok.portal.watches import pages as watch_pages


class RecordKey:
    """A record's key in an address: category, office, number and perhaps a kind."""

    regex = r"[a-z_]+/[^/]+/[^/]+(?:/[^/]+)?"

    def to_python(self, value: str) -> str:
        """The key as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it stands."""
        return value


register_converter(RecordKey, "record")

urlpatterns = [
    path("", home.home_page, name="home"),
    path("search", search.search_page, name="search"),
    path("search/form", form.form_page, name="form"),
    path("search/facet", search.facet_page, name="facet"),
    path("search/feed", feed.search_feed, name="feed"),
    path("search/export", export.export_file, name="export"),
    path("records/<record:key>/images/<int:index>", images.record_image, name="image"),
    path("records/<record:key>/raw", record.raw_page, name="raw"),
    path("records/<record:key>/cite.ris", export.cite_file, {"file_format": "ris"}, name="ris"),
    path("records/<record:key>/cite.bib", export.cite_file, {"file_format": "bib"}, name="bib"),
    path("records/<record:key>", record.record_page, name="record"),
    path("classes/", classes.schemes_page, name="schemes"),
    path("classes/<slug:scheme>/", classes.class_page, name="scheme"),
    path("classes/<slug:scheme>/<path:symbol>", classes.class_page, name="class"),
    path("subjects/", subject_pages.subjects_page, name="subjects"),
    path("subjects/<slug:key>", subject_pages.subject_page, name="subject"),
    path("registers/", register_pages.registers_page, name="registers"),
    path("registers/<slug:key>/<slug:part>", register_pages.register_page, name="register"),
    path("registers/<slug:key>/<slug:part>/<str:number>", register_pages.number_page, name="register-number"),
    path("similar/", similar_pages.similar_page, name="similar"),
    path("similar/report", report_page.report_page, name="similar-report"),
    path("watches/", watch_pages.watches_page, name="watches"),
    path("watches/<str:watch_id>.atom", watch_pages.watch_feed, name="watch-feed"),
    path("watches/<str:watch_id>/delete", watch_pages.delete_page, name="watch-delete"),
    path("watches/<str:watch_id>", watch_pages.watch_page, name="watch"),
    path("whitepaper/", statistics_pages.whitepaper_page, name="whitepaper"),
    path("whitepaper/<int:year>/", statistics_pages.whitepaper_page, name="whitepaper-year"),
    path("whitepaper/<int:year>/<slug:chapter>", statistics_pages.chapter_page, name="whitepaper-chapter"),
    path("indicators/<slug:key>", statistics_pages.indicator_page, name="indicator"),
    path("indicators/<slug:key>/cases", places_pages.cases_page, name="indicator-cases"),
    path("reports/", reporting_pages.reports_page, name="reports"),
    path("reports/figures/<slug:key>", places_pages.my_cases_page, name="my-indicator-cases"),
    path("reports/<slug:authority>/<int:year>", reporting_pages.report_page, name="report"),
    path("reports/<slug:authority>/<int:year>/<slug:key>", reporting_pages.figure_page, name="reported-figure"),
    path("navigation/", navigation_pages.navigation_page, name="navigation"),
    path("navigation/report.<slug:form>", navigation_pages.report_file, name="navigation-file"),
    path("navigation/<str:name>", navigation_pages.asset_file, name="navigation-asset"),
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
    *people_pages,
    *case_pages,
]

handler400 = "kapok.portal.problems.bad_request"
handler403 = "kapok.portal.problems.forbidden"
handler404 = "kapok.portal.problems.not_found"
handler500 = "kapok.portal.problems.server_error"
