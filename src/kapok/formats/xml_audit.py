"""Hold a parsed XML record against what its reader declares: used, ignored for a reason, or unexpected.

A reader declares once, at module level, the elements that its parse reads:

    USE = declare(
        used="publication-reference/document-id/doc-number invention-title",
        text="abstract claims/claim",
        ignored={"figures": "only counts the drawings"},
    )

and calls `audit_element(root, USE, context.audit)` for each record; with `audit` None that costs one comparison.

Patterns are paths of local names (no prefixes) that an element's own path must END with: `doc-number` is every such
element, `document-id/doc-number` only those inside a `document-id`, `*` is any one name. The most specific pattern
decides (more steps first, then fewer stars; between equals `ignored`, `text`, `used`). A `used` pattern also declares
the elements it passes through, as containers. Under a `text` element everything counts as used (its mixed content is
read whole), under an `ignored` one everything is ignored for the same reason, under an unexpected one everything is
unexpected, because the reader never came there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec import Struct, field

from kapok.formats.audit import Audit

_USED, _TEXT, _IGNORED, _UNEXPECTED = "used", "text", "ignored", "unexpected"
_ORDER = {_IGNORED: 2, _TEXT: 1, _USED: 0}


class _Pattern(Struct, frozen=True):
    """One declared path, innermost name first."""

    names: tuple[str, ...]
    verdict: str
    reason: str = ""

    def rank(self) -> tuple[int, int, int]:
        return (len(self.names), -self.names.count("*"), _ORDER[self.verdict])

    def matches(self, steps: tuple[str, ...]) -> bool:
        if len(self.names) > len(steps):
            return False
        return all(name in ("*", step) for name, step in zip(self.names, reversed(steps), strict=False))


class ElementUse(Struct):
    """What a reader does with each element: see `declare`. Remembers the verdict of every path it has judged."""

    patterns: dict[str, list[_Pattern]]
    verdicts: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    def verdict(self, steps: tuple[str, ...]) -> tuple[str, str]:
        """`used`, `text`, `ignored` or `unexpected` and the reason, for a path from the record's root inwards."""
        known = self.verdicts.get(steps)
        if known is None:
            candidates = (*self.patterns.get(steps[-1], ()), *self.patterns.get("*", ()))
            best = max((p for p in candidates if p.matches(steps)), key=_Pattern.rank, default=None)
            known = (best.verdict, best.reason) if best else (_UNEXPECTED, "")
            self.verdicts[steps] = known
        return known


def declare(
    *, used: str | Iterable[str] = (), text: str | Iterable[str] = (), ignored: Mapping[str, str] | None = None
) -> ElementUse:
    """Declare patterns (several in one string are parted by blanks). Every ignored pattern needs a reason."""
    patterns: dict[str, list[_Pattern]] = {}

    def add(steps: list[str], verdict: str, reason: str = "") -> None:
        pattern = _Pattern(tuple(reversed(steps)), verdict, reason)
        patterns.setdefault(steps[-1], []).append(pattern)

    for verdict, paths in ((_USED, _listed(used)), (_TEXT, _listed(text))):
        for path in paths:
            steps = path.split("/")
            add(steps, verdict)
            for end in range(1, len(steps)):
                if steps[end - 1] != "*":
                    add(steps[:end], _USED)
    for path, reason in (ignored or {}).items():
        if not reason.strip():
            raise ValueError(f"the ignored element '{path}' has no reason")
        add(path.split("/"), _IGNORED, reason)
    return ElementUse(patterns)


def _listed(paths: str | Iterable[str]) -> Iterable[str]:
    return paths.split() if isinstance(paths, str) else paths


def audit_element(root: etree._Element, use: ElementUse, audit: Audit | None, parent: str = "") -> None:
    """Count `root` and everything in it in `audit`; nothing is done when `audit` is None.

    `parent` is the path above the root (`a/b`) where the record was cut out of a larger document.
    """
    if audit is None:
        return
    above = tuple(parent.split("/")) if parent else ()
    pending = [(root, above, "", "", "")]  # element, path above, verdict held by an ancestor, its reason, its label
    while pending:
        element, above, held, reason, label = pending.pop()
        tag = element.tag
        if not isinstance(tag, str):
            continue  # a comment, a processing instruction, an entity
        name = tag[tag.rfind("}") + 1 :]
        if held in (_TEXT, _IGNORED):
            path = label  # one line for the whole subtree keeps the report readable
        else:
            above = (*above, name)
            path = "/".join(above)
            label = path + "/**"
            if held != _UNEXPECTED:
                held, reason = use.verdict(above)
        if held == _IGNORED:
            audit.ignore(path, reason)
        elif held == _UNEXPECTED:
            audit.surprise(path)
        else:
            audit.use(path)
        passed_on = "" if held == _USED else held
        pending.extend((child, above, passed_on, reason, label) for child in element)
