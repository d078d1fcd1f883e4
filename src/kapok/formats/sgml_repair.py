"""Make an SGML record well-formed: empty elements get their slash, omitted end tags are added, unknown entities kept as text.

SGML lets a document leave out what its DTD implies. The DTD of the USPTO grants of 2001 (ST.32 US 2.4) implies little: some
elements are always empty, attribute values may stand without quotes, a few end tags may be missing. Nothing is lost;
each kind of repair is named. An end tag that closes nothing is an error, not something to repair.
"""

from __future__ import annotations

import re

from kapok.formats.xml_parse import known_entities

_TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*)((?:\s+[^<>]*?)?)\s*(/?)>|<(!--.*?--|\?[^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w.:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ENTITY = re.compile(r"&(?:(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9.]*);?)?")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def sgml_to_xml(text: str, empty: frozenset[str], omissible: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Well-formed XML of one SGML element and the names of the repairs.

    `empty` are elements that never have content, `omissible` those whose end tag may be missing. Raises ValueError for
    tags that do not fit.
    """
    repairs: dict[str, None] = {}
    out: list[str] = []
    stack: list[str] = []
    last = 0
    for tag in _TAG.finditer(text):
        out.append(_character_data(text[last : tag.start()], repairs))
        last = tag.end()
        if tag[5] is not None:
            continue  # a comment or processing instruction
        name = tag[2]
        if tag[1]:
            if name in empty:
                continue  # its start tag has closed it
            while stack and stack[-1] != name and stack[-1] in omissible and name in stack:
                out.append(f"</{stack.pop()}>")
                repairs["omitted end tag"] = None
            if not stack or stack[-1] != name:
                raise ValueError(f"the end tag </{name}> does not fit: {'<' + stack[-1] + '>' if stack else 'nothing'} is open")
            out.append(f"</{stack.pop()}>")
            continue
        closed = bool(tag[4]) or name in empty
        if name in empty and not tag[4]:
            repairs["empty element without slash"] = None
        if stack and stack[-1] == name and name in omissible:
            out.append(f"</{stack.pop()}>")
            repairs["omitted end tag"] = None
        out.append(f"<{name}{_attributes(tag[3], repairs)}{'/' if closed else ''}>")
        if not closed:
            stack.append(name)
    out.append(_character_data(text[last:], repairs))
    while stack and stack[-1] in omissible:
        out.append(f"</{stack.pop()}>")
        repairs["omitted end tag"] = None
    if stack:
        raise ValueError(f"the element <{stack[-1]}> is never closed")
    return "".join(out), tuple(repairs)


def _attributes(text: str, repairs: dict[str, None]) -> str:
    parts = []
    for match in _ATTRIBUTE.finditer(text):
        if match[4] is not None:
            repairs["attribute value without quotes"] = None
        value = next(part for part in match.groups()[1:] if part is not None)
        parts.append(f' {match[1]}="{_character_data(value, repairs).replace(chr(34), "&quot;")}"')
    return "".join(parts)


def _character_data(text: str, repairs: dict[str, None]) -> str:
    text = text.replace("<", "&lt;") if "<" in text else text
    if "&" not in text:
        return text
    entities = known_entities()

    def reference(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            repairs["bare ampersand"] = None
            return "&amp;"
        if name in _XML_ENTITIES or name.startswith("#"):
            return f"&{name};"
        value = entities.get(name)
        if value is None:
            repairs["unknown entity kept as text"] = None
            return "&amp;" + match[0][1:]
        repairs["known entity"] = None
        return "".join(f"&#{ord(sign)};" for sign in value)

    return _ENTITY.sub(reference, text)
