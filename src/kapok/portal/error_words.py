"""Errors of the core in the language of the page: what happened, why, what to do next, what was expected.

The sentences are those of the query languages, the search and the lake; one that is not here stays in English.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kapok.portal.navigation.error_words import NAVIGATION_FORMS
from kapok.portal.people_words import PEOPLE_FORMS
from kapok.portal.retell import Forms
from kapok.portal.similar.error_words import SIMILAR_FORMS
from kapok.portal.vocabulary import field_name, fields
from kapok.portal.watches.error_words import WATCH_FORMS

FORMS = Forms(
    gettext_noop("The query ends too early"),
    gettext_noop("The bracket opened at character %(count)s is not closed"),
    gettext_noop("The bracket '%(text)s' was never opened"),
    gettext_noop("The quotation mark is never closed"),
    gettext_noop("More than %(count)s brackets are open"),
    gettext_noop("'%(text)s' cannot stand here"),
    gettext_noop("'%(text)s' stands where something to search for must stand"),
    gettext_noop("There is no field '%(text)s'"),
    gettext_noop("The field '%(text)s' stands in the brackets of another field, '%(other)s'"),
    gettext_noop("The search term is empty"),
    gettext_noop("The number is empty"),
    gettext_noop("The value is empty"),
    gettext_noop("There is no word to search for in '%(text)s'"),
    gettext_noop("A fuzzy search takes one whole word"),
    gettext_noop("'%(text)s' is no document number"),
    gettext_noop("'%(text)s' is not a date"),
    gettext_noop("'%(text)s' is not a year"),
    gettext_noop("'%(text)s' is not a period"),
    gettext_noop("The range from %(low)s to %(high)s is empty"),
    gettext_noop("A date cannot be searched by '%(text)s'"),
    gettext_noop("'%(text)s' cannot be compared by %(other)s"),
    gettext_noop("'%(text)s' is not an IPC or CPC symbol"),
    gettext_noop("'%(text)s' is not a Nice class"),
    gettext_noop("'%(text)s' is not a Locarno class"),
    gettext_noop("'%(text)s' is not a code of figurative elements"),
    gettext_noop("'%(text)s' is no value of '%(other)s'"),
    gettext_noop("'%(text)s' is no office or country"),
    gettext_noop("Both sides of prox must be in the same field"),
    gettext_noop("The distance %(text)s cannot be searched"),
    gettext_noop("prox stands between words, phrases or brackets of them joined by or"),
    gettext_noop("The fuzzy word '%(text)s' cannot stand in prox"),
    gettext_noop("A whole value of %(text)s cannot be truncated"),
    gettext_noop("Too many different words fit this truncation"),
    gettext_noop("The search cluster could not be asked"),
    gettext_noop("read from left to right, all that stands before it is its left side"),
    gettext_noop("its right side has and or not in it"),
    gettext_noop("prox asks where a word stands, and a fuzzy word may be any of many words"),
    gettext_noop("its values are long texts"),
    gettext_noop("Put brackets around prox and its two sides: ti=a and (ti=b prox/distance<=3 ti=c)"),
    gettext_noop("Write prox for each: (ti=a prox/distance<=3 ti=b) and (ti=a prox/distance<=3 ti=c)"),
    gettext_noop(
        "Write the spellings as a list, (this or that), truncate it (%(text)s*), or ask for it beside the prox with and"
    ),
    gettext_noop("Write more letters before the '*'"),
    gettext_noop("Search for words or a phrase"),
    gettext_noop("not needs something in front of it"),
    gettext_noop("A comma cannot join these"),
    gettext_noop("The query has %(text)s terms"),
    gettext_noop("Results cannot be narrowed by '%(text)s'"),
    gettext_noop("There is no record '%(text)s'"),
    gettext_noop("no published load holds it"),
    gettext_noop("The source text of '%(text)s' cannot be shown"),
    gettext_noop("the file '%(text)s' is not where it was loaded from"),
    gettext_noop("The search index cannot be read"),
    gettext_noop("The search index could not be asked"),
    gettext_noop("The search index is damaged"),
    gettext_noop("The search index cannot be opened"),
    gettext_noop("The search index cannot be used"),
    gettext_noop("The search index is not there"),
    gettext_noop("The search index is being written by another process"),
    gettext_noop("The manifest of the lake cannot be read"),
    gettext_noop("The segment %(text)s could not be read"),
    gettext_noop("There are no data yet"),
    gettext_noop("no lake in %(text)s"),
    gettext_noop("%(text)s holds no index"),
    gettext_noop("it has version %(count)s, this program needs %(low)s"),
    gettext_noop("it ends before it begins"),
    gettext_noop("there are the classes 1 to 45"),
    gettext_noop("it is not a counted field"),
    gettext_noop("it means 'and not', so a query or bracket cannot begin with it"),
    gettext_noop("Add )"),
    gettext_noop('Close the text with "'),
    gettext_noop("Remove it, or open one before"),
    gettext_noop("Write the query with fewer nested brackets"),
    gettext_noop("Take it out of the brackets"),
    gettext_noop("Give at least one letter or digit"),
    gettext_noop("Give the earlier date first"),
    gettext_noop('Give two dates: within "2020 2024"'),
    gettext_noop("Use = < <= > >= or within"),
    gettext_noop("Use = any all; < > within are for dates and years"),
    gettext_noop("Write it like %(text)s"),
    gettext_noop("Write and or or between them"),
    gettext_noop("Write what to search first, or: cql.allRecords=1 not …"),
    gettext_noop("Take one of: %(text)s"),
    gettext_noop("Use a two-letter code such as CN, US, EP or WO"),
    gettext_noop("Give one of them"),
    gettext_noop("Use one of the facets"),
    gettext_noop("Choose a distance in that range"),
    gettext_noop("Name the field on both sides, or once with brackets: ti=(green prox/distance<=3 energy)"),
    gettext_noop("docs/query-languages.md lists the fields"),
    gettext_noop("Search for the number, or look at 'kapok count' to see what is loaded"),
    gettext_noop("The record itself is kept whole; load the file again to see its source here"),
    gettext_noop("Run 'kapok reindex' to build it again from the lake"),
    gettext_noop("Run 'kapok lake rebuild' to make it again from the segments"),
    gettext_noop("Load a file with 'kapok load FILE', or make the sample with 'kapok sample'"),
    gettext_noop("Wait until it has finished, then try again"),
    gettext_noop("Restore the file from a backup, or load its source again"),
    *PEOPLE_FORMS,
    *SIMILAR_FORMS,
    *NAVIGATION_FORMS,
    *WATCH_FORMS,
    gettext_noop("a word"),
    gettext_noop("a phrase"),
    gettext_noop("a value"),
    gettext_noop("a text in quotation marks"),
    gettext_noop("a word or a text in quotation marks"),
    gettext_noop("a field with a relation (ti=…)"),
    gettext_noop("a document number"),
    gettext_noop("a whole number up to 200"),
)
"""Every sentence that is told again."""


def told(sentence: str) -> str:
    """A sentence of an error in the language of the page, as it is where no form covers it."""
    words, language = FORMS.retell(sentence)
    if not language:
        return words
    name, colon, rest = sentence.partition(": ")
    if colon and (key := _field_keys().get(name)):
        return str(_("%(name)s: %(rest)s") % {"name": field_name(key), "rest": told(rest)})
    return sentence


@lru_cache(maxsize=1)
def _field_keys() -> dict[str, str]:
    """English name of a query field -> its key: dates are told with the name of their field in front."""
    return {field.names["en"]: field.key for field in fields().values()}
