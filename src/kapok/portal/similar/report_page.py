"""`/similar/report`: the search report as a page, or with `format=pdf` as a file to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from kapok.portal import gateway, vocabulary
from kapok.portal.similar.asked import REPORT, read_asked


@csrf_exempt  # it changes nothing, and people without an account send pictures here
def report_page(request: HttpRequest) -> HttpResponse:
    """The report on the question of the form. Raises InputError for what cannot be asked."""
    asked = read_asked(request)
    choices = {**asked.choices(), "limit": 50}
    made = gateway.current().similar_report(asked.mark, locale=vocabulary.name_key(), **choices)
    values = request.POST if request.method == "POST" else request.GET
    if values.get("format") == "pdf":
        response = HttpResponse(made.pdf(), content_type="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="similar-marks.pdf"'
        return response
    context = {"report": made.report, "asked": asked, "pdf": asked.address(REPORT, format="pdf"), "back": asked.address()}
    return render(request, "similar_report.html", context)
