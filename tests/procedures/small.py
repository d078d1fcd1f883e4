"""A small procedure to bend: its YAML text, and how to read a changed one."""

from __future__ import annotations

from pathlib import Path

from kapok.procedures.model import Procedure
from kapok.procedures.reader import read_procedure


def words(text: str) -> str:
    return f"{{en: {text}, zh-Hans: {text}, zh-Hant: {text}, pt: {text}}}"


TEXT = f"""key: T1
version: "1"
in_force_from: 2026-01-01
running_cases: pinned
name: {words("Test")}
summary: {words("Test")}
calendar: CN
zone: Asia/Shanghai
rule: civil_code
sources:
  law: {{citation: A law}}
roles:
  asker: {{name: {words("Asker")}, side: party, bound: organisation}}
  officer: {{name: {words("Officer")}, side: office}}
  system: {{name: {words("Platform")}, side: system}}
states:
  asked: {{name: {words("Asked")}, initial: true}}
  waiting: {{name: {words("Waiting")}}}
  done: {{name: {words("Done")}, final: true}}
fields:
  size: {{name: {words("Size")}, type: number, min: 1, max: 100}}
  why: {{name: {words("Why")}, type: long_text}}
  day: {{name: {words("Day")}, type: date}}
  paper: {{name: {words("Paper")}, type: file}}
documents:
  paper: {{name: {words("Paper")}, direction: in}}
  letter: {{name: {words("Letter")}, direction: out}}
figures:
  most: {{name: {words("Most")}, value: 50, source: law 1}}
time_limits:
  answer: {{name: {words("Answer")}, length: 5, unit: working_days, source: law 2, starts: [accept], met_by: [finish], obliged: officer}}
transitions:
  ask:
    name: {words("Ask")}
    begins: true
    to: asked
    by: [asker]
    form: [size, paper?]
  accept:
    name: {words("Accept")}
    from: [asked]
    to: waiting
    by: [officer]
    form: [why?]
    guards:
      - {{check: value.size <= figure.most, because: {words("Too large")}, source: law 1}}
    issues: [letter]
  finish:
    name: {words("Finish")}
    from: [waiting]
    to: done
    by: [officer]
    form: [why]
  give_up:
    name: {words("Give up")}
    from: [waiting]
    to: done
    by: [system]
    timer: answer
"""


def read(folder: Path, text: str = TEXT, name: str = "t1.yaml") -> Procedure:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_procedure(path)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1
