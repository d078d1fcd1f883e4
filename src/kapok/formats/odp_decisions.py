"""Decisions of the USPTO as its data services give them: trials, appeals, interferences, petitions -> `GeneralRecord`.

One record is one decision (key: proceeding and document, `decision/US/IPR2021-01599-171339223`), or, where the service lists
proceedings, one proceeding (`decision/US/IPR2021-01599`). The patents concerned stand in `related` as `subject`.
"""

from __future__ import annotations

from typing import Any

from kapok.formats.uspto_draft import core_date, known_date
from kapok.formats.xml_records import Place
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import GeneralRecord, LegalEvent, Number, RelatedRight, make_key
from kapok.records.text import Text

Item = dict[str, Any]


class Decision:
    """Collects what is known of one decision or proceeding."""

    def __init__(self, number: str) -> None:
        if not number:
            raise ValueError("it states no number of the proceeding")
        self.number = number
        self.document = ""
        self.title = ""
        self.text = ""
        self.decided = ""
        self.filed = ""
        self.status = ""
        self.status_date = ""
        self.modified = ""
        self.parties: list[Party] = []
        self.related: list[RelatedRight] = []
        self.events: list[LegalEvent] = []
        self.attributes: dict[str, str] = {}

    def note(self, name: str, value: object) -> None:
        """Keep a value that the model has no field for; empty ones are left out."""
        if isinstance(value, list):
            value = "; ".join(str(part) for part in value)
        if value not in (None, ""):
            self.attributes[name] = str(value)

    def event(self, day: object, words: str, category: str, detail: str = "") -> str:
        """Add a dated fact; returns its day ("" if there is none)."""
        iso = core_date(str(day or "")[:10], words.lower()) if day else ""
        if iso:
            self.events.append(LegalEvent(iso, "", words, category, office_code="US", detail=detail))
        return iso

    def party(self, name: object, role: PartyRole, words: str) -> None:
        """Add a party when it is named."""
        if name and str(name).strip():
            self.parties.append(Party(" ".join(str(name).split()), role, role_text=words))

    def subject(self, side: Item, relation: str = "subject") -> None:
        """Add the patent or application that one side brings."""
        number = side.get("patentNumber") or side.get("publicationNumber")
        if number:
            day = known_date(str(side.get("grantDate") or side.get("publicationDate") or ""))
            self.related.append(RelatedRight(relation, make_number("US", str(number), "", day), day))
        if serial := side.get("applicationNumberText"):
            self.related.append(RelatedRight(relation, make_number("US", str(serial), "", "", "application")))

    def record(self, place: Place) -> GeneralRecord:
        """The record; its key names the document, else the day, else the proceeding alone."""
        number = "-".join(part for part in (self.number, self.document) if part)
        return GeneralRecord(
            key=make_key("decision", "US", number),
            category="decision",
            office_code="US",
            number=self.number,
            language="en",
            titles=(Text(self.title or self.number, "en"),),
            parties=tuple(self.parties),
            filing_date=self.filed,
            publication=Number("US", self.number, "", self.decided) if self.decided else None,
            publication_date=self.decided,
            legal_events=tuple(self.events),
            office_status_text=self.status,
            office_status_date=self.status_date,
            related=tuple(self.related),
            attributes=self.attributes,
            provenance=place.provenance(document_date=self.modified),
            texts=(Text(self.text, "en"),) if self.text else (),
        )


def read_trial(item: Item, place: Place) -> GeneralRecord:
    """A trial of the PTAB (IPR, PGR, CBM, derivation): a document of it with its decision, or the proceeding."""
    made = Decision(str(item.get("trialNumber") or ""))
    meta: Item = item.get("trialMetaData") or {}
    owner: Item = item.get("patentOwnerData") or {}
    petitioner: Item = item.get("regularPetitionerData") or {}
    sides = [str(side.get("realPartyInInterestName") or "") for side in (petitioner, owner)]
    versus = " v. ".join(side for side in sides if side)
    _document(made, item)
    outcome = (item.get("decisionData") or {}).get("trialOutcomeCategory") or meta.get("trialStatusCategory")
    made.title = f"{made.number}: {versus or owner.get('patentNumber') or owner.get('applicationNumberText') or ''}".strip(": ")
    if outcome:
        made.title = f"{made.title} ({outcome})"
    made.filed = made.event(meta.get("petitionFilingDate"), "Petition filed", "L")
    made.event(meta.get("accordedFilingDate"), "Petition accorded a filing date", "L")
    made.event(meta.get("institutionDecisionDate"), "Decision on institution", "L")
    made.event(meta.get("terminationDate"), "Proceeding ended", "L")
    made.status = str(meta.get("trialStatusCategory") or "")
    made.status_date = known_date(str(meta.get("trialLastModifiedDate") or ""))
    made.note("proceeding_type", meta.get("trialTypeCode"))
    _owner(made, owner)
    made.party(petitioner.get("realPartyInInterestName"), "party", "petitioner")
    made.party(petitioner.get("counselName"), "representative", "counsel of the petitioner")
    return made.record(place)


def read_appeal(item: Item, place: Place) -> GeneralRecord:
    """An ex parte appeal to the PTAB."""
    made = Decision(str(item.get("appealNumber") or ""))
    meta: Item = item.get("appealMetaData") or {}
    side: Item = item.get("appellantData") or {}
    _document(made, item)
    outcome = str((item.get("decisionData") or {}).get("appealOutcomeCategory") or "")
    who = side.get("realPartyInInterestName") or side.get("inventorName") or side.get("applicationNumberText")
    made.title = f"Appeal {made.number}: {who or ''}".strip(": ") + (f" ({outcome})" if outcome else "")
    made.filed = made.event(meta.get("appealFilingDate"), "Appeal filed", "V")
    made.note("application_type", meta.get("applicationTypeCategory"))
    made.note("proceeding_type", "appeal")
    made.party(side.get("realPartyInInterestName"), "party", "appellant")
    made.party(side.get("inventorName"), "inventor", "")
    made.party(side.get("counselName"), "representative", "counsel of the appellant")
    made.subject(side)
    _unit(made, side)
    return made.record(place)


def read_interference(item: Item, place: Place) -> GeneralRecord:
    """A patent interference."""
    made = Decision(str(item.get("interferenceNumber") or ""))
    meta: Item = item.get("interferenceMetaData") or {}
    _document(made, item)
    outcome = (item.get("documentData") or {}).get("interferenceOutcomeCategory")
    style = " ".join(str(meta.get("interferenceStyleName") or "").split())
    made.title = f"Interference {made.number}: {style}".strip(": ") + (f" ({outcome})" if outcome else "")
    made.note("proceeding_type", "interference")
    made.note("outcome", outcome)
    for key, words in (("seniorPartyData", "senior party"), ("juniorPartyData", "junior party")):
        side: Item = item.get(key) or {}
        made.party(side.get("realPartyInInterestName") or side.get("patentOwnerName"), "party", words)
        made.party(side.get("inventorName"), "inventor", words)
        made.party(side.get("counselName"), "representative", f"counsel of the {words}")
        made.subject(side)
        _unit(made, side)
    for other in item.get("additionalPartyDataBag") or ():
        made.party(other.get("additionalPartyName"), "party", "additional party")
        made.subject(other)
    return made.record(place)


def read_petition(item: Item, place: Place) -> GeneralRecord:
    """A decision on a petition in an application."""
    made = Decision(str(item.get("petitionDecisionRecordIdentifier") or ""))
    issues = item.get("petitionIssueConsideredTextBag") or []
    made.title = "Petition: " + ("; ".join(map(str, issues)) or str(item.get("decisionPetitionTypeCode") or ""))
    if item.get("inventionTitle"):
        made.title = f"{made.title} ({item['inventionTitle']})"
    made.filed = made.event(item.get("petitionMailDate"), "Petition mailed", "T")
    made.decided = made.event(item.get("decisionDate"), "Decision on the petition", "T")
    made.subject(item)
    for name in item.get("inventorBag") or ():
        made.party(name, "inventor", "")
    made.party(item.get("firstApplicantName"), "applicant", "")
    for source, name in (
        ("decisionTypeCodeDescriptionText", "outcome"),
        ("decisionTypeCode", "outcome_code"),
        ("decisionPetitionTypeCode", "petition_type_code"),
        ("finalDecidingOfficeName", "deciding_office"),
        ("ruleBag", "rules"),
        ("statuteBag", "statutes"),
        ("businessEntityStatusCategory", "entity_status"),
        ("courtActionIndicator", "court_action"),
        ("firstInventorToFileIndicator", "first_inventor_to_file"),
    ):
        made.note(name, item.get(source))
    made.note("proceeding_type", "petition")
    made.note("subject_status", item.get("prosecutionStatusCodeDescriptionText"))
    _unit(made, item)
    made.modified = known_date(str(item.get("lastIngestionDateTime") or "")[:10])
    return made.record(place)


def _document(made: Decision, item: Item) -> None:
    """The document of a proceeding and the decision in it."""
    document: Item = item.get("documentData") or {}
    decision: Item = item.get("decisionData") or document
    made.document = str(document.get("documentIdentifier") or "")
    made.text = str(document.get("documentOCRText") or "").strip()
    made.decided = made.event(decision.get("decisionIssueDate"), "Decision issued", "")
    made.modified = known_date(str(item.get("lastModifiedDateTime") or "")[:10])
    if not made.document and made.decided:  # a downloaded list names no documents: day and outcome tell decisions apart
        words = str(decision.get("interferenceOutcomeCategory") or "")
        made.document = "-".join((made.decided, *words.lower().split()))
    outcome = decision.get("trialOutcomeCategory") or decision.get("appealOutcomeCategory")
    for name, value in (
        ("outcome", outcome),
        ("decision_type", decision.get("decisionTypeCategory")),
        ("statutes", decision.get("statuteAndRuleBag")),
        ("issues", decision.get("issueTypeBag")),
        ("document_title", document.get("documentTitleText")),
        ("document_name", document.get("documentName")),
        ("document_type", document.get("documentTypeDescriptionText")),
        ("document_uri", document.get("fileDownloadURI")),
        ("document_date", document.get("documentFilingDate")),
        ("filing_party", document.get("filingPartyCategory")),
    ):
        made.note(name, value)


def _owner(made: Decision, owner: Item) -> None:
    made.party(owner.get("realPartyInInterestName"), "party", "patent owner")
    made.party(owner.get("inventorName"), "inventor", "")
    made.party(owner.get("counselName"), "representative", "counsel of the patent owner")
    made.subject(owner)
    _unit(made, owner)


def _unit(made: Decision, side: Item) -> None:
    made.note("art_unit", side.get("groupArtUnitNumber"))
    made.note("technology_center", side.get("technologyCenterNumber") or side.get("technologyCenter"))
