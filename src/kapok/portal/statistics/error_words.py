"""Why a reported row was refused or flagged, in the language of the page: sentences of `read_report`, `report_figures`."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kapok.portal.retell import Forms

ROW_FORMS = Forms(
    gettext_noop("'%(text)s' is no year"),
    gettext_noop("columns may be swapped"),
    gettext_noop("%(count)s lies in the future"),
    gettext_noop("a year is reported when it is over"),
    gettext_noop("There is no figure '%(text)s'"),
    gettext_noop("%(text)s is reported by %(other)s"),
    gettext_noop("not by %(text)s"),
    gettext_noop("the unit is '%(text)s'"),
    gettext_noop("%(text)s is counted in %(other)s"),
    gettext_noop("'%(text)s' is no number"),
    gettext_noop("digits with a point for decimals are expected"),
    gettext_noop("%(text)s is negative"),
    gettext_noop("a count or amount is not"),
    gettext_noop("%(text)s has too many decimals"),
    gettext_noop("%(text)s takes %(count)s"),
    gettext_noop("%(text)s is more than the whole"),
    gettext_noop("a share ends at 100 percent"),
    gettext_noop("stands twice"),
    gettext_noop("contradicts %(text)s in the same file"),
    gettext_noop("%(text)s was reported before; a correction needs a reason"),
    gettext_noop("due by %(day)s"),
    gettext_noop("late"),
    gettext_noop("Kapok itself counts %(text)s"),
    gettext_noop("that is what is published"),
    gettext_noop("%(text)s against %(other)s of %(count)s"),
    gettext_noop("a jump; unit or columns may be wrong"),
    gettext_noop("looks exchanged with %(text)s"),
    gettext_noop("each has about the value that the other had the year before"),
)


def told_row(why: str) -> str:
    """A reason, its two sentences told one by one; what no form covers stays as it is."""
    return ": ".join(ROW_FORMS.retell(part)[0] for part in why.split(": "))
