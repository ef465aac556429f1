"""Reads where programs stand: all parts of all of them in one statement, however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from program.programs import Program
from program.standings import Calendar, Standing
from storage import (
    actions,
    blockers,
    changes,
    conditions,
    decision_log,
    decisions,
    delegations,
    gates,
    items,
    kpis,
    launches,
    money,
    people,
    playbooks,
    production,
    recusals,
    registers,
    risks,
    sign_offs,
    signals,
    surveys,
    votes,
)
from storage.actions import ActionRow
from storage.blockers import BlockerRow
from storage.changes import ChangeAnswerRow, ChangeRow
from storage.conditions import ConditionStepRow
from storage.decision_log import LoggedDecisionRow
from storage.decisions import DecisionRow
from storage.delegations import DelegationRow
from storage.gates import PassedGateRow
from storage.items import ItemRow
from storage.kpis import KpiRow, ReadingRow
from storage.launches import ShareRow
from storage.money import MoneyRow, NextBudgetRow
from storage.people import AppointmentRow
from storage.production import LiveReviewRow
from storage.recusals import RecusalRow
from storage.registers import RegisterRow
from storage.risks import RiskRow
from storage.sign_offs import SignOffRow
from storage.signals import SymptomRow
from storage.surveys import PilotRow, SurveyRow
from storage.together import Together
from storage.votes import PollRow, VoteRow

_programs: BindParameter[UUID] = bindparam("programs", type_=Uuid(), expanding=True)
_everything = Together(
    {
        AppointmentRow: select(AppointmentRow)
        .where(AppointmentRow.program_id.in_(_programs), AppointmentRow.until.is_(None))
        .order_by(AppointmentRow.since, AppointmentRow.id),
        ItemRow: select(ItemRow).where(ItemRow.program_id.in_(_programs)),
        BlockerRow: select(BlockerRow).where(BlockerRow.program_id.in_(_programs)).order_by(BlockerRow.number),
        RiskRow: select(RiskRow).where(RiskRow.program_id.in_(_programs)).order_by(RiskRow.number),
        KpiRow: select(KpiRow).where(KpiRow.program_id.in_(_programs)).order_by(KpiRow.number),
        ReadingRow: select(ReadingRow)
        .join(KpiRow, KpiRow.id == ReadingRow.kpi_id)
        .where(KpiRow.program_id.in_(_programs))
        .order_by(ReadingRow.on, ReadingRow.at),
        SignOffRow: select(SignOffRow).where(SignOffRow.program_id.in_(_programs)).order_by(SignOffRow.asked_at),
        PassedGateRow: select(PassedGateRow).where(PassedGateRow.program_id.in_(_programs)).order_by(PassedGateRow.at),
        ConditionStepRow: select(ConditionStepRow)
        .where(ConditionStepRow.program_id.in_(_programs))
        .order_by(ConditionStepRow.at),
        DecisionRow: select(DecisionRow).where(DecisionRow.program_id.in_(_programs)).order_by(DecisionRow.at),
        PollRow: select(PollRow).where(PollRow.program_id.in_(_programs)).order_by(PollRow.opened_at),
        VoteRow: select(VoteRow)
        .join(PollRow, PollRow.id == VoteRow.poll_id)
        .where(PollRow.program_id.in_(_programs))
        .order_by(VoteRow.at),
        RegisterRow: select(RegisterRow).where(RegisterRow.program_id.in_(_programs)).order_by(RegisterRow.number),
        DelegationRow: select(DelegationRow)
        .where(DelegationRow.program_id.in_(_programs))
        .order_by(DelegationRow.starts_at),
        RecusalRow: select(RecusalRow).where(RecusalRow.program_id.in_(_programs)).order_by(RecusalRow.at),
        ActionRow: select(ActionRow).where(ActionRow.program_id.in_(_programs)).order_by(ActionRow.number),
        MoneyRow: select(MoneyRow).where(MoneyRow.program_id.in_(_programs)).order_by(MoneyRow.number),
        NextBudgetRow: select(NextBudgetRow).where(NextBudgetRow.program_id.in_(_programs)),
        LoggedDecisionRow: select(LoggedDecisionRow)
        .where(LoggedDecisionRow.program_id.in_(_programs))
        .order_by(LoggedDecisionRow.number),
        PilotRow: select(PilotRow).where(PilotRow.program_id.in_(_programs)),
        SurveyRow: select(SurveyRow).where(SurveyRow.program_id.in_(_programs)).order_by(SurveyRow.number),
        SymptomRow: select(SymptomRow).where(SymptomRow.program_id.in_(_programs)).order_by(SymptomRow.first_day),
        ShareRow: select(ShareRow).where(ShareRow.program_id.in_(_programs)).order_by(ShareRow.at),
        LiveReviewRow: select(LiveReviewRow).where(LiveReviewRow.program_id.in_(_programs)).order_by(LiveReviewRow.at),
        ChangeRow: select(ChangeRow).where(ChangeRow.program_id.in_(_programs)).order_by(ChangeRow.number),
        ChangeAnswerRow: select(ChangeAnswerRow)
        .join(ChangeRow, ChangeRow.id == ChangeAnswerRow.change)
        .where(ChangeRow.program_id.in_(_programs))
        .order_by(ChangeAnswerRow.at),
    }
)


_calendar = Together(
    {
        SignOffRow: select(SignOffRow).where(SignOffRow.program_id.in_(_programs)).order_by(SignOffRow.asked_at),
        PassedGateRow: select(PassedGateRow).where(PassedGateRow.program_id.in_(_programs)).order_by(PassedGateRow.at),
        PollRow: select(PollRow).where(PollRow.program_id.in_(_programs)).order_by(PollRow.opened_at),
    }
)


_dated = union(
    *(select(row.program_id).where(row.program_id.in_(_programs)) for row in (KpiRow, RiskRow, ActionRow, RegisterRow))
)


async def list_calendars(session: AsyncSession, programs: Sequence[Program]) -> list[Calendar]:
    """Of each only what its days follow from: a tenth of what reading all of it costs; in the order of the programs."""
    if not programs:
        return []
    found = await _calendar.read(session, programs=[program.id for program in programs])
    of = {row: _by(rows, "program_id") for row, rows in found.items()}
    dated = set(await session.scalars(_dated, {"programs": [program.id for program in programs]}))
    return [
        Calendar(
            program=program,
            playbook=(await playbooks.get(session, program.playbook)).at(program.profile),
            sign_offs=tuple(sign_offs.sign_off(row) for row in of[SignOffRow][program.id]),
            passed=tuple(gates.passed(row) for row in of[PassedGateRow][program.id]),
            polls=tuple(votes.poll(row, ()) for row in of[PollRow][program.id]),
            has_own_days=program.id in dated,
        )
        for program in programs
    ]


async def get(session: AsyncSession, program: Program) -> Standing:
    return (await list_standings(session, [program]))[0]


async def list_standings(session: AsyncSession, programs: Sequence[Program]) -> list[Standing]:
    """In the order of the programs."""
    if not programs:
        return []
    found = await _everything.read(session, programs=[program.id for program in programs])
    readings = _by(found[ReadingRow], "kpi_id")
    cast = _by(found[VoteRow], "poll_id")
    words = _by(found[ChangeAnswerRow], "change")
    apart = {ReadingRow, VoteRow, ChangeAnswerRow}  # rows of a row of the program's
    of = {row: _by(rows, "program_id") for row, rows in found.items() if row not in apart}
    return [
        Standing(
            program=program,
            playbook=(await playbooks.get(session, program.playbook)).at(program.profile),
            appointments=tuple(people.appointment(row) for row in of[AppointmentRow][program.id]),
            items={row.key: items.item(row) for row in of[ItemRow][program.id]},
            blockers=tuple(blockers.blocker(row) for row in of[BlockerRow][program.id]),
            risks=tuple(risks.risk(row) for row in of[RiskRow][program.id]),
            kpis=tuple(kpis.kpi(row, readings[row.id]) for row in of[KpiRow][program.id]),
            sign_offs=tuple(sign_offs.sign_off(row) for row in of[SignOffRow][program.id]),
            passed=tuple(gates.passed(row) for row in of[PassedGateRow][program.id]),
            decisions=tuple(decisions.decision(row) for row in of[DecisionRow][program.id]),
            polls=tuple(votes.poll(row, cast[row.id]) for row in of[PollRow][program.id]),
            rows=tuple(registers.row(row) for row in of[RegisterRow][program.id]),
            delegations=tuple(delegations.delegation(row) for row in of[DelegationRow][program.id]),
            condition_steps=tuple(conditions.step(row) for row in of[ConditionStepRow][program.id]),
            recusals=tuple(recusals.recusal(row) for row in of[RecusalRow][program.id]),
            actions=tuple(actions.action(row) for row in of[ActionRow][program.id]),
            money=tuple(money.money_line(row) for row in of[MoneyRow][program.id]),
            next_budget=next((money.next_budget(row) for row in of[NextBudgetRow][program.id]), None),
            decision_log=tuple(decision_log.logged(row) for row in of[LoggedDecisionRow][program.id]),
            enrolled=sum(surveys.enrolled(row) for row in of[PilotRow][program.id]),
            surveys=tuple(surveys.survey(row) for row in of[SurveyRow][program.id]),
            symptoms_seen=tuple(signals.seen(row) for row in of[SymptomRow][program.id]),
            shares=tuple(launches.share(row) for row in of[ShareRow][program.id]),
            live_reviews=tuple(production.live_review(row) for row in of[LiveReviewRow][program.id]),
            changes=tuple(changes.change(row, words[row.id]) for row in of[ChangeRow][program.id]),
        )
        for program in programs
    ]


def _by(rows: Sequence[Any], owner: str) -> defaultdict[UUID, list[Any]]:
    grouped: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, owner)].append(row)
    return grouped
