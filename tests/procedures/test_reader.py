"""A definition that is wrong is told with file and line; one small change for each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import DefinitionError

from .small import TEXT, line_of, read, words

X = words("x")
FAULTS = [
    # what is replaced, by what, the line that is named (the text that stands there), what is said
    ("rule: civil_code", "rule: civil_code\ncolour: red", "colour: red", "no key 'colour'"),
    ("calendar: CN", "calendar: XX", "calendar: XX", "no calendar"),
    ("rule: civil_code", "rule: folk_law", "rule: folk_law", "no counting rule"),
    ("in_force_from: 2026-01-01", "in_force_from: soon", "in_force_from", "date"),
    ("running_cases: pinned", "running_cases: maybe", "running_cases", "maybe"),
    (f"name: {words('Asker')}", "name: {en: Asker}", "asker:", "zh-Hans"),
    ("side: party, bound", "side: friend, bound", "asker:", "friend"),
    ("initial: true", "initial: false", "states:", "exactly one state"),
    (f"waiting: {{name: {words('Waiting')}}}", f"waiting: {{name: {X}}}\n  lonely: {{name: {X}}}", "lonely:", "cannot be reached"),
    ("    from: [waiting]\n    to: done\n    by: [officer]\n    form: [why]", "    from: [waiting]\n    to: waiting\n    by: [officer]\n    form: [why]\n  stuck:\n    name: " + X + "\n    from: [waiting]\n    to: asked\n    by: [officer]", "", ""),
    ("    to: waiting", "    to: elsewhere", "to: elsewhere", "'elsewhere', which is not declared"),
    ("by: [officer]\n    form: [why?]", "by: [nobody]\n    form: [why?]", "by: [nobody]", "role 'nobody'"),
    ("form: [why?]", "form: [wy]", "form: [wy]", "field 'wy'"),
    ("issues: [letter]", "issues: [lettr]", "issues: [lettr]", "document 'lettr'"),
    ("timer: answer", "timer: anser", "timer: anser", "time limit 'anser'"),
    ("starts: [accept]", "starts: [acept]", "answer:", "action 'acept'"),
    ("source: law 2", "source: lore 2", "answer:", "source 'lore'"),
    ("source: law 2, starts", "source: '', starts", "answer:", "needs a source"),
    ("starts: [accept], ", "", "answer:", "never starts"),
    ("check: value.size <= figure.most", "check: value.size <= figure.least", "- {check", "'figure.least' is not declared"),
    ("check: value.size <= figure.most", "check: value.size <= 50", "- {check", "must be a figure with its source"),
    ("check: value.size <= figure.most", "check: value.size <=", "- {check", "does not parse"),
    ("check: value.size <= figure.most", "check: value.size <= value.why", "- {check", "a number is compared with a text"),
    ("check: value.size <= figure.most", "check: value.size + 1", "- {check", "is not yes or no"),
    ("check: value.size <= figure.most", "check: done('acept')", "- {check", "the action 'acept' is not declared"),
    ("check: value.size <= figure.most", "check: os.system('x')", "- {check", "does not parse|is not|only these"),
    ("type: number, min: 1", "type: numbr, min: 1", "size:", "numbr"),
    ("type: file}", "type: choice}", "paper: {name", "has no choices"),
    ("  paper: {name: " + words("Paper") + ", direction: in}\n", "", "paper: {name", "no document that is declared"),
    ("    begins: true\n", "    begins: true\n    from: [asked]\n", "  ask:", "has no 'from'"),
    ("by: [system]\n    timer: answer", "by: [system]\n    timer: answer\n    form: [why]", "timer: answer\n    form: [why]", "fills in no form"),
    ("by: [officer]\n    form: [why]", "by: [officer]\n    form: [why?]\n    suspends: [answer]", "form: [why?]\n    susp", "must ask for the reason"),
    ("by: [officer]\n    form: [why]", "by: [officer]\n    form: [why]\n    serves: {document: letter, on: why}", "serves:", "no date of this form"),
    ("by: [officer]\n    form: [why]", "by: [officer]\n    form: [why]\n    binds: {asker: why}", "binds:", "names nobody"),
    ("rule: civil_code", "rule: civil_code\ncalls:\n  - {sub: nothing}", "- {sub: nothing}", "no sub-procedure 'nothing'"),
    ("issues: [letter]", "issues: [letter]\n    issues: [letter]", "issues: [letter]\n    issues: [letter]\n", "stands twice"),
    ("rule: civil_code", "rule: [", "sources:", "not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "why"), FAULTS, ids=[f"{n}:{fault[3][:30]}" for n, fault in enumerate(FAULTS)])
def test_fault_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, place: str, why: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new, 1)
    if not why:  # a change that is good
        read(tmp_path, changed)
        return
    with pytest.raises(DefinitionError, match=why) as told:
        read(tmp_path, changed)
    line = line_of(changed, place)
    assert any(
        f"t1.yaml, line {each}:" in str(told.value) or f"t1.yaml, line {each}." in str(told.value) for each in (line, line + 1)
    ), str(told.value)


def test_a_state_without_a_way_to_an_end_is_a_trap(tmp_path: Path) -> None:
    changed = TEXT.replace(f"waiting: {{name: {words('Waiting')}}}", f"waiting: {{name: {X}}}\n  pit: {{name: {X}}}")
    changed += f"  fall:\n    name: {X}\n    from: [asked]\n    to: pit\n    by: [officer]\n"
    with pytest.raises(DefinitionError, match="'pit' is a trap"):
        read(tmp_path, changed)


def test_something_after_the_end_is_refused(tmp_path: Path) -> None:
    changed = TEXT + f"  reopen:\n    name: {X}\n    from: [done]\n    to: asked\n    by: [officer]\n"
    with pytest.raises(DefinitionError, match="'done' is final"):
        read(tmp_path, changed)


SUB = f"""key: S99
name: {words("Sub")}
parameters: {{at: required, days: 3, what: none}}
states:
  <as>extra: {{name: {words("Extra")}}}
transitions:
  <as>go:
    name: {{en: "Go <what>", zh-Hans: 去<what>, zh-Hant: 去<what>, pt: "Ir <what>"}}
    from: [<at>]
    to: <as>extra
    by: [officer]
  <as>return:
    name: {words("Return")}
    from: [<as>extra]
    to: <at>
    by: [officer]
"""


def test_a_sub_procedure_is_written_in_with_its_parameters(tmp_path: Path) -> None:
    (tmp_path / "sub_side.yaml").write_text(SUB, "utf-8")
    call = "calls:\n  - {sub: side, as: first, with: {at: waiting, what: {en: home, zh-Hans: 家, zh-Hant: 家, pt: casa}}}\n"
    procedure = read(tmp_path, TEXT.replace("sources:", call + "sources:", 1))
    assert procedure.transitions["first_go"].name.zh_hans == "去家"
    assert procedure.transitions["first_go"].from_ == ("waiting",)
    assert procedure.states["first_extra"].name.en == "Extra"
    assert [(each.sub, each.prefix) for each in procedure.calls] == [("S99", "first")]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("{sub: side}", "needs the parameter 'at'"),
        ("{sub: side, with: {at: waiting, depth: 3}}", "takes no parameter 'depth'"),
        ("{sub: side, with: {at: nowhere}}", "sub_side.yaml, line 9(.|\n)*'nowhere'"),
        ("{sub: side, mit: {at: waiting}}", "keys sub, as, with, without"),
    ],
)
def test_a_wrong_call_is_told(tmp_path: Path, call: str, why: str) -> None:
    (tmp_path / "sub_side.yaml").write_text(SUB, "utf-8")
    with pytest.raises(DefinitionError, match=why):
        read(tmp_path, TEXT.replace("sources:", f"calls:\n  - {call}\nsources:", 1))
