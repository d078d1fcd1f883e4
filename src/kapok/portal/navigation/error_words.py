"""Sentences of the navigation report that a page tells in its own language."""

from __future__ import annotations

from django.utils.translation import gettext_noop

NAVIGATION_FORMS = (
    gettext_noop("This report would count %(count)s publications"),
    gettext_noop("a page makes reports on up to %(count)s"),
    gettext_noop("Narrow the query or the years, or ask the operator for 'kapok navigation'"),
    gettext_noop("%(text)s cannot be a year of filing"),
    gettext_noop("Give a year from %(low)s to %(high)s"),
    gettext_noop("No year lies from %(low)s to %(high)s"),
    gettext_noop("the first is after the last"),
    gettext_noop("Swap them"),
    gettext_noop("A report is on a subject database or on a query"),
    gettext_noop("both were given"),
    gettext_noop("Leave one of them out"),
    gettext_noop("There is no subject database '%(text)s'"),
    gettext_noop("There are no patents to report on"),
    gettext_noop("none is loaded"),
    gettext_noop("Load some with 'kapok load FILE', or see 'kapok count'"),
)
"""Every sentence that is told again."""
