"""Sentences of errors about people, organisations and cases, to be told in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_noop

PEOPLE_FORMS = (
    gettext_noop("You may not do this"),
    gettext_noop("There is no such organisation among yours"),
    gettext_noop("Choose one on your page"),
    gettext_noop("only its administrators manage an organisation"),
    gettext_noop("Ask one of them"),
    gettext_noop("offices are set up by whoever runs the platform"),
    gettext_noop("An organisation with this identifier is here already"),
    gettext_noop("Ask its administrator to make you a member"),
    gettext_noop("There is no such membership in this organisation"),
    gettext_noop("Look at the list of members again"),
    gettext_noop("The last administrator cannot be removed"),
    gettext_noop("Make another member administrator first"),
    gettext_noop("This person is no member of the organisation"),
    gettext_noop("Make the person a member first"),
    gettext_noop("There is no such power of attorney"),
    gettext_noop("Look at the list again"),
    gettext_noop("The identifier has %(count)s characters"),
    gettext_noop("it needs %(count)s"),
    gettext_noop("The identifier has the character %(text)s"),
    gettext_noop("it never occurs in one"),
    gettext_noop("The identifier is mistyped"),
    gettext_noop("its check character does not fit"),
    gettext_noop("Copy the 18 characters from the business licence"),
    gettext_noop("Your data cannot be erased now"),
    gettext_noop("members of offices are named on the acts that they did"),
    gettext_noop("a case that you began is still open"),
    gettext_noop("End what stands in the way, then ask again"),
)
"""Every sentence of these parts that is told again."""
