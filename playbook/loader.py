"""Loads a playbook from its folder, or says everything that is wrong with it at once."""

from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from playbook import entries, failure_modes, forms, intake, measured, tables, whole
from program import shapes
from program.changes import ChangeKind
from program.failure_modes import FailureMode
from program.intake import Example, Inquiry, Remark, Scale
from program.measures import KpiRules, Measures, MoneyRules, RiskRules
from program.playbook import (
    LIMITS,
    Cadence,
    ChecklistItem,
    Deliverable,
    Gate,
    Limits,
    Phase,
    Playbook,
    Role,
    Section,
    Week,
)
from program.questionnaires import Questionnaire
from program.registers import Register
from program.scorecards import Scorecard
from program.tiers import Pattern, Trait

SHIPPED = Path(__file__).parent
T = TypeVar("T", bound=shapes.Shape)


class PlaybookError(Exception):
    """The playbook cannot be used; each of the `problems` names the file, the entry and the remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    version: str


def load(path: Path | None = None) -> Playbook:
    """The playbook of a folder, or the one that ships; raises `PlaybookError`."""
    folder = path or SHIPPED
    if not folder.is_dir():
        raise PlaybookError([f"{folder}: there is no such folder; give the one that holds your phases.toml."])
    problems: list[str] = []
    read = tables.read(folder, problems)

    def built(kind: type[T], name: str) -> tuple[T, ...]:
        made = (shapes.build(kind, table, where, problems) for where, table in read[name])
        return tuple(each for each in made if each is not None)

    head, cadence, limits = built(Head, "head"), built(Cadence, "cadence"), built(Limits, "limits")
    phases = tuple(sorted(built(Phase, "phases"), key=attrgetter("number")))
    weeks = tuple(sorted(built(Week, "weeks"), key=attrgetter("number")))
    deliverables = built(Deliverable, "deliverables")
    gates = tuple(sorted(built(Gate, "gates"), key=attrgetter("week")))
    sections, checklist = built(Section, "sections"), built(ChecklistItem, "checklist")
    roles, scales = built(Role, "roles"), built(Scale, "scales")
    traits, patterns, registers = built(Trait, "traits"), built(Pattern, "patterns"), built(Register, "registers")
    measures = Measures(
        kpis=next(iter(built(KpiRules, "kpis")), KpiRules()),
        risks=next(iter(built(RiskRules, "risks")), RiskRules()),
        money=next(iter(built(MoneyRules, "money")), MoneyRules()),
    )
    inquiries, remarks, examples = built(Inquiry, "inquiries"), built(Remark, "remarks"), built(Example, "examples")
    scorecards = built(Scorecard, "scorecards")
    questionnaires = built(Questionnaire, "questionnaires")
    modes = built(FailureMode, "failure_modes")
    changes = built(ChangeKind, "changes")
    asking = (*chain.from_iterable(week.entries for week in weeks), *deliverables, *checklist)
    problems += chain(
        entries.problems(read),
        measured.problems(measures),
        whole.order(phases),
        whole.weeks(weeks, phases),
        whole.deliverables(deliverables, phases),
        whole.gates(gates, phases, deliverables),
        whole.checklist(checklist, gates),
        whole.roles(roles),
        whole.changes(changes),
        *(whole.cadence(each) for each in cadence),
        intake.scales(scales, inquiries),
        intake.remarks(remarks, inquiries),
        intake.examples(examples),
        forms.inquiries(inquiries),
        forms.registers(registers, weeks),
        forms.material(limits, registers),
        forms.questionnaires(questionnaires),
        failure_modes.problems(modes, asking, registers, weeks),
        forms.asked(asking),
    )
    if problems:
        raise PlaybookError(problems)
    return Playbook(
        name=head[0].name,
        version=head[0].version,
        phases=phases,
        weeks=weeks,
        deliverables=deliverables,
        gates=gates,
        sections=sections,
        checklist=checklist,
        roles=roles,
        cadence=cadence[0],
        scales=scales,
        traits=traits,
        patterns=patterns,
        registers=registers,
        scorecards=scorecards,
        limits=limits[0] if limits else LIMITS,
        measures=measures,
        inquiries=intake.implied(scales, inquiries),
        remarks=remarks,
        examples=examples,
        questionnaires=questionnaires,
        failure_modes=modes,
        changes=changes,
    )
