"""Legal numbers: one that counts as verified stands in this table with what the text says; all others carry `verified: false`.

The lengths were compared with a reference in which the statutes were read; article numbers of the mediation rules were not. Who
changes a number, or drops a flag, has to change it here too.
"""

from __future__ import annotations

import pytest

from kapok.procedures.registry import procedures

CHECKED = {
    # procedure, limit: length, unit, article
    ("P11", "decision_period"): (90, "days", "penalty_law 60"),
    ("P11", "preservation_period"): (7, "days", "penalty_law 56"),
    ("P11", "seizure_period"): (30, "days", "compulsion_law 25"),
    ("P11", "statement_period"): (5, "days", "penalty_law 64"),
    ("P11", "decision_service"): (7, "days", "penalty_law 61"),
    ("P11", "payment_period"): (15, "days", "penalty_law 67"),
    ("P11", "demand_period"): (10, "days", "compulsion_law 54"),
    ("P11", "enforcement_application"): (3, "months", "compulsion_law 53"),
    ("P11", "hearing_notice_period"): (7, "days", "penalty_law 64"),
    ("P11", "publication_period"): (20, "working_days", "publicity_rules 9"),
    ("P13", "sending_period"): (24, "hours", "transfer_regulation 5"),
    ("P13", "forwarding"): (24, "hours", "transfer_regulation 7"),
    ("P26", "acceptance"): (3, "working_days", "online_mediation 12"),
    ("P26", "answer_of_other_side"): (3, "working_days", "online_mediation 12"),
    ("P26", "joint_choice"): (2, "working_days", "online_mediation 14"),
    ("P26", "appointment"): (3, "working_days", "online_mediation 14"),
    ("P26", "joint_application"): (30, "days", "civil_procedure 205"),
    ("P26", "prefiling_mediation_period"): (30, "days", "online_mediation 27"),
    ("P26", "ordinary_mediation_period"): (15, "days", "online_mediation 27"),
    ("P26", "simple_mediation_period"): (7, "days", "online_mediation 27"),
    ("P27", "joint_filing"): (30, "days", "civil_procedure 205"),
    ("P27", "filing_decision"): (3, "days", "confirmation_rules 4"),
    ("P27", "review_period"): (15, "days", "confirmation_rules 5"),
    ("P27", "third_party_period"): (1, "years", "confirmation_rules 10"),
}
SHARED = {
    # article: length, unit, wherever a procedure calls service, or review of a decision
    "civil_procedure 95": (30, "days"),
    "reconsideration_law 20": (60, "days"),
    "reconsideration_law 30": (5, "days"),
    "reconsideration_law 62": (60, "days"),
}
NOT_NUMBERS = {("P11", "deferred_payment")}
"""Limits whose length a decision states, not a text."""
EXTENSIONS = {("P11", "seizure_period"): (30, "days"), ("P27", "review_period"): (10, "days")}
FIGURES = {
    ("P10", "limitation"): 2,
    ("P10", "limitation_long"): 5,
    ("P11", "limitation"): 2,
    ("P11", "surcharge"): "0.03",
    ("P34", "inspectors"): 2,
}


@pytest.mark.parametrize("key", list(procedures()))
def test_a_verified_limit_stands_in_the_table(key: str) -> None:
    for name, limit in procedures()[key].time_limits.items():
        if not limit.verified or (key, name) in NOT_NUMBERS:
            continue
        found = (limit.length, limit.unit)
        if limit.source in SHARED:
            assert found == SHARED[limit.source], f"{key} {name}"
        else:
            assert (*found, limit.source) == CHECKED.get((key, name)), f"{key} {name} is not in the table: verified: false?"


@pytest.mark.parametrize("key", list(procedures()))
def test_other_verified_numbers_stand_in_the_table(key: str) -> None:
    procedure = procedures()[key]
    for action, transition in procedure.transitions.items():
        for each in transition.extends:
            if each.verified:
                assert (each.length, each.unit) == EXTENSIONS.get((key, each.limit)), f"{key} {action}"
        assert transition.window is None or not transition.window.verified, f"{key} {action}"
    for name, figure in procedure.figures.items():
        if figure.verified:
            assert str(figure.value) == str(FIGURES.get((key, name))), f"{key} {name}"


def test_what_rests_on_practice_alone_is_never_verified() -> None:
    for key, procedure in procedures().items():
        for name, limit in procedure.time_limits.items():
            assert not (limit.source.startswith("office_practice") and limit.verified), f"{key} {name}"


def test_everything_of_the_table_is_still_there() -> None:
    for key, name in (*CHECKED, *NOT_NUMBERS):
        assert name in procedures()[key].time_limits
        assert procedures()[key].time_limits[name].verified
