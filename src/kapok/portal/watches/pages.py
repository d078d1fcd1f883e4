"""Pages of watches. The address of a watch is the permission to read and delete it: it is shown once made, and never listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from kapok.codes.nice import nice_classes
from kapok.errors import InputError, NotAllowed
from kapok.portal import gateway, vocabulary
from kapok.portal.error_words import told
from kapok.portal.language import HTML_TAGS, href
from kapok.portal.library.addresses import display_number, record_path
from kapok.portal.methods import read_only
from kapok.portal.problems import Problem, render_problem
from kapok.portal.rate_limit import caller_of, is_this_machine
from kapok.services.watch_store import Announcement, Watch
from kapok.similarity.profile import profiles

SHOWN = 200
"""Announcements on the page and in the feed, newest first."""
PATH = "/watches/"
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """A view whose answer is for one reader: kept by no cache, found by no search engine."""

    @wraps(view)
    def answered(*arguments: Any, **named: Any) -> HttpResponse:
        response = view(*arguments, **named)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answered


def own_forms(view: View) -> View:
    """A view that takes POST from pages of this site only.

    No cookie speaks for anybody here, but another site's page must not spend what its reader's address may keep.
    """

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        foreign = origin not in ("", "null") and urlsplit(origin).netloc != request.get_host()
        if request.method == "POST" and (foreign or request.headers.get("Sec-Fetch-Site") == "cross-site"):
            raise NotAllowed(_("This form was sent from another site"), "", _("Open the page here and send it again"))
        return view(request, *arguments, **named)

    return answered


@private
@own_forms
def watches_page(request: HttpRequest) -> HttpResponse:
    """`/watches/`: the form (its inputs may be filled by the address); POST keeps the watch and leads to it."""
    asked = request.POST if request.method == "POST" else request.GET
    fault: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            watch = _keep(request)
        except (InputError, NotAllowed) as error:
            fault = {"what": told(error.what), "why": told(error.why), "next_step": told(error.next_step)}
            status = error.http_status
        else:
            return HttpResponseRedirect(href(f"{PATH}{watch.id}", [("new", "1")]))
    language = vocabulary.name_key()
    chosen = asked.getlist("class")
    context = {
        "fault": fault,
        "kind": asked.get("kind", "query"),
        "q": asked.get("q", "")[:4000],
        "holder": asked.get("holder", "")[:400],
        "mark": asked.get("mark", "")[:400],
        "action": href(PATH),
        "query_language": asked.get("language", "auto"),
        "categories": [(key, vocabulary.category_name(key), key == asked.get("in", "")) for key in vocabulary.categories()],
        "profiles": [
            (code, vocabulary.localised(each.names), code == asked.get("office", "CN")) for code, each in profiles().items()
        ],
        "classes": [
            (symbol, each.titles.get(language, each.titles["en"]), symbol in chosen) for symbol, each in nice_classes().items()
        ],
    }
    return render(request, "watches.html", context, status=status)


def _keep(request: HttpRequest) -> Watch:
    """Keep what the form asks for. Callers on this machine may keep as many as they like."""
    posted = request.POST
    address = caller_of(request)
    caller = "" if is_this_machine(address) else address
    name, category = posted.get("name", ""), posted.get("in", "")
    keep = gateway.current()
    match posted.get("kind", "query"):
        case "holder":
            return keep.watch_holder(posted.get("holder", ""), category=category, name=name, caller=caller)
        case "mark":
            return keep.watch_mark(
                posted.get("mark", ""),
                classes=posted.getlist("class"),
                office=posted.get("office", ""),
                name=name,
                caller=caller,
            )
        case "query":
            language = posted.get("language", "auto")
            return keep.watch_query(posted.get("q", ""), language=language, category=category, name=name, caller=caller)
        case other:
            raise InputError(
                _("There is no kind of watch '%(kind)s'") % {"kind": other[:20]},
                _("the kinds are query, holder and mark"),
                _("Choose one of them"),
            )


@private
@read_only
def watch_page(request: HttpRequest, watch_id: str) -> HttpResponse:
    """`/watches/<id>`: what is watched, what was announced, the feed, the way to delete it."""
    watch = gateway.current().watch(watch_id)
    origin = f"{request.scheme}://{request.get_host()}"
    context = {
        "watch": watch,
        "is_new": "new" in request.GET,
        "rows": [(each, _detail(each), record_path(each.key), display_number(each.key)) for each in watch.announced[:SHOWN]],
        "more": max(0, len(watch.announced) + watch.left_out - SHOWN),
        "feed": f"{origin}{PATH}{watch.id}.atom",
        "delete": href(f"{PATH}{watch.id}/delete"),
        "category_name": vocabulary.category_name(watch.category) if watch.category else "",
    }
    return render(request, "watch.html", context)


@private
@own_forms
def delete_page(request: HttpRequest, watch_id: str) -> HttpResponse:
    """`/watches/<id>/delete`: POST deletes the watch."""
    if request.method != "POST":
        problem = Problem(
            405, "method", _("This address does not take that method"), "", _("Use the button on the watch's page")
        )
        response = render_problem(request, problem)
        response.headers["Allow"] = "POST"
        return response
    gateway.current().delete_watch(watch_id)
    return HttpResponseRedirect(href(PATH, [("deleted", "1")]))


@private
@read_only
def watch_feed(request: HttpRequest, watch_id: str) -> HttpResponse:
    """`/watches/<id>.atom`: the announcements as an Atom feed (RFC 4287), newest first; each entry has an id of its own."""
    watch = gateway.current().watch(watch_id)
    origin = f"{request.scheme}://{request.get_host()}"
    address = f"{origin}{PATH}{watch.id}"
    feed = Atom1Feed(
        title=f"Kapok: {watch.name}",
        link=address,
        feed_url=f"{address}.atom",
        feed_guid=address,
        description=_("New records for this watch"),
        language=HTML_TAGS.get(request.LANGUAGE_CODE, "en"),
    )
    for each in watch.announced[:SHOWN]:
        feed.add_item(
            title=f"{each.title} ({display_number(each.key)})",
            link=origin + record_path(each.key),
            description=_detail(each),
            unique_id=f"{address}#{each.key}@{each.at}",
            updateddate=datetime.fromisoformat(each.at),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _detail(each: Announcement) -> str:
    """Category, why it is announced, and how near a similar mark is."""
    levels = {
        "identical": _("identical"),
        "confusingly_similar": _("confusingly similar"),
        "similar": _("similar"),
    }
    category = vocabulary.category_name(each.key.split("/", 1)[0])
    change = "" if each.is_new else _("known before, matches since it changed")
    return " · ".join(part for part in (category, levels.get(each.level, ""), change) if part)
