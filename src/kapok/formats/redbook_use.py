"""What the Red Book 4.x reader does with each element: the declaration that `kapok formats audit` is held against."""

from __future__ import annotations

from kapok.formats.xml_audit import declare

_ID = "document-id/country {0}/document-id/doc-number {0}/document-id/kind {0}/document-id/date"
_SYMBOL = (
    "section class subclass main-group subgroup classification-value symbol-position generating-office/country "
    "ipc-version-indicator/date cpc-version-indicator/date"
)
_BOOK = (
    "addressbook/last-name addressbook/first-name addressbook/middle-name addressbook/orgname addressbook/name "
    "addressbook/suffix addressbook/role addressbook/iid addressbook/registered-number "
    "addressbook/department addressbook/synonym "
    "address/country address/city address/state address/postcode address/street address/address-1 address/address-2 "
    "address/address-3 address/address-4 address/address-5 address/county address/building address/room "
    "address/mailcode address/pobox address/address-floor"
)

REDBOOK_USE = declare(
    used=" ".join(
        (
            "us-patent-grant us-patent-application us-bibliographic-data-grant us-bibliographic-data-application",
            " ".join(f"document-id/{part}" for part in ("country", "doc-number", "kind", "date")),
            "publication-reference application-reference us-application-series-code patcit/document-id/name",
            "priority-claims priority-claim/country priority-claim/doc-number priority-claim/kind priority-claim/date",
            "classifications-ipcr/classification-ipcr classifications-cpc/main-cpc/classification-cpc",
            "classifications-cpc/further-cpc/classification-cpc combination-set/combination-rank/classification-cpc",
            " ".join(f"classification-ipcr/{part} classification-cpc/{part}" for part in _SYMBOL.split()),
            "classification-ipc/edition classification-ipc/main-classification classification-ipc/further-classification",
            "classification-national/main-classification classification-national/further-classification",
            "classification-locarno/edition classification-locarno/main-classification",
            "references-cited/citation us-references-cited/us-citation citation/patcit us-citation/patcit",
            "citation/nplcit us-citation/nplcit citation/category us-citation/category",
            "us-related-documents us-related-documents/* relation/parent-doc relation/child-doc parent-status",
            "us-related-documents/*/relation us-related-documents/*/document-id",
            "parent-doc/document-id child-doc/document-id parent-grant-document/document-id",
            "parent-pct-document/document-id",
            "parties/applicants/applicant us-parties/us-applicants/us-applicant us-parties/inventors/inventor",
            "parties/inventors/inventor inventors/deceased-inventor agents/agent correspondence-address",
            "assignees/assignee assignee/orgname assignee/role assignee/last-name assignee/first-name",
            "residence/country nationality/country",
            _BOOK,
            "examiners/primary-examiner examiners/assistant-examiner",
            " ".join(
                f"{who}/{part}"
                for who in ("primary-examiner", "assistant-examiner")
                for part in ("first-name", "middle-name", "last-name", "suffix", "department")
            ),
            "us-term-of-grant us-term-of-grant/length-of-grant us-term-of-grant/us-term-extension",
            "us-term-of-grant/disclaimer/text us-term-of-grant/lapse-of-patent",
            "figures/number-of-drawing-sheets figures/number-of-figures number-of-claims us-exemplary-claim",
            "us-botanic/latin-name us-botanic/variety rule-47-flag us-sir-flag us-microform-quantity",
            "us-issued-on-continued-prosecution-application us-publication-filing-type us-publication-filing-type/*",
            "pct-or-regional-filing-data/document-id us-371c124-date/date us-371c12-date/date",
            "pct-or-regional-publishing-data/document-id hague-agreement-data hague-agreement-data/*",
            "claims drawings/figure/img",
        )
    ),
    text="abstract description claims/claim invention-title othercit nplcit/article nplcit/book",
    ignored={
        "field-of-search": "says where the examiner looked, not what the document is about",
        "us-field-of-classification-search": "says where the examiner looked, not what the document is about",
        "citation/classification-national": "class of the cited document; its own record states it",
        "us-citation/classification-national": "class of the cited document; its own record states it",
        "citation/classification-ipc": "class of the cited document; its own record states it",
        "us-citation/classification-cpc-text": "class of the cited document; its own record states it",
        "classification-national/country": "always US: the national scheme is the office's own",
        "classification-ipcr/classification-level": "core level ended in 2011; the symbol itself shows the level",
        "classification-ipcr/classification-status": "always B (original) on a first publication",
        "classification-ipcr/classification-data-source": "whether a person or a machine assigned it",
        "classification-ipcr/action-date": "day of assignment; the edition is kept",
        "classification-cpc/classification-status": "always B (original) on a first publication",
        "classification-cpc/classification-data-source": "whether a person or a machine assigned it",
        "classification-cpc/action-date": "day of assignment; the edition is kept",
        "classification-cpc/scheme-origination-code": "always C (CPC)",
        "combination-set/group-number": "counts the sets; their order is kept",
        "combination-rank/rank-number": "counts the symbols of a set; their order is kept",
        "priority-claim/office-of-filing": "repeats the country of the priority",
        "us-claim-statement": "the sentence before the claims (`What is claimed is:`)",
        "us-chemistry": "names of structure files (CDX, MOL) that are not in the weekly XML",
        "us-math": "names of notebook files (NB) and pictures of formulas; the formulas stand in the text",
        "us-sequence-list-doc": "names the sequence listing, a document of its own",
        "us-megatable-doc": "names a table file that is not in the weekly XML",
        "table-external-doc": "names a table file that is not in the weekly XML",
        "addressbook/prefix": "a form of address (`Dr.`)",
        "addressbook/email": "personal data that a public index does not need",
        "addressbook/phone": "personal data that a public index does not need",
        "addressbook/fax": "personal data that a public index does not need",
    },
)
