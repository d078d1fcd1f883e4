"""What is said of watches that cannot be kept, for telling it again in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_noop

WATCH_FORMS = (
    gettext_noop("There is nothing to watch"),
    gettext_noop("the query is empty"),
    gettext_noop("Type a query, or choose a category"),
    gettext_noop("a watch keeps up to %(count)s"),
    gettext_noop("Watch a shorter query"),
    gettext_noop("There is no name to watch"),
    gettext_noop("it is empty"),
    gettext_noop("Type the name of a holder or applicant"),
    gettext_noop("No more watches can be kept here"),
    gettext_noop("there are %(count)s already"),
    gettext_noop("Ask who runs this installation"),
    gettext_noop("You have as many watches as one address may keep"),
    gettext_noop("Delete one that you no longer need, then try again"),
    gettext_noop("There is no such watch"),
    gettext_noop("it was deleted, or the address is not whole"),
    gettext_noop("Make a new one from a search"),
)
"""The sentences of `kapok.services.keep_watch` and `watch_store`."""
