"""What is said of marks, classes and pictures that cannot be compared, for telling it again in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SIMILAR_FORMS = (
    gettext_noop("No mark was given"),
    gettext_noop("the text is empty"),
    gettext_noop("the text is empty and there is no picture"),
    gettext_noop("Type the mark, or give a picture"),
    gettext_noop("The mark is too long to be compared"),
    gettext_noop("it has %(count)s characters, at most %(other)s are compared"),
    gettext_noop("Give the words of the mark only, or its distinctive part"),
    gettext_noop("The mark cannot be read"),
    gettext_noop("Type the mark again instead of copying it, or copy it as plain text"),
    gettext_noop("The mark has nothing that can be read"),
    gettext_noop("'%(text)s' holds only punctuation, signs or pictures"),
    gettext_noop("Type its words; for a device give an image instead"),
    gettext_noop("There is no class '%(text)s'"),
    gettext_noop("the Nice Classification has classes 1 to 45"),
    gettext_noop("Give a class from 1 to 45"),
    gettext_noop("There is no profile for the office '%(text)s'"),
    gettext_noop("how likely confusion is, is judged by the rules of one office"),
    gettext_noop("Take one of: %(text)s"),
    gettext_noop("The picture is empty"),
    gettext_noop("the file has no bytes"),
    gettext_noop("Choose the file again"),
    gettext_noop("The file is not a picture that can be compared"),
    gettext_noop("its first bytes are those of no picture"),
    gettext_noop("Give a PNG, JPEG, GIF, WebP, BMP or TIFF file"),
    gettext_noop("The %(kind)s picture is broken"),
    gettext_noop("it cannot be decoded to its end"),
    gettext_noop("Open it and save it again"),
    gettext_noop("The picture has too many pixels"),
    gettext_noop("The picture is too small"),
    gettext_noop("The index of similar marks is not there"),
    gettext_noop("Run 'kapok reindex' to make it from the lake"),
)
