"""Whose approval a change of what is live needs, and whether the program is where one is asked for at all."""

from datetime import date

from program import launches, production, targets
from program.changes import Change, ChangeKind, ChangeState
from program.errors import Refused
from program.playbook import Playbook
from program.programs import ProgramState
from program.standings import Standing

WEEK_10 = "3, Phase 3, Week 10, question 3"
# Where a playbook does not say; each names the roles that have these rights there.
STANDARD = (
    ChangeKind(
        key="prompt", title="Prompt or template", help="What the model is told.",
        approvers=("product-owner", "engineering-lead"), source="3, Phase 4, Week 12, activity 3.1",
    ),
    ChangeKind(
        key="model", title="Model", help="Another model or version, or one that was trained again.",
        approvers=("product-owner", "engineering-lead", "security"), source=WEEK_10,
    ),
    ChangeKind(
        key="provider", title="Provider or hosting", help="Who runs the model, or where the data goes.",
        approvers=("product-owner", "engineering-lead", "security", "privacy", "compliance"), also_approve=("legal",),
        source=WEEK_10,
    ),
    ChangeKind(
        key="scope", title="Scope", help="Other users, tasks or data than were approved.",
        approvers=("product-owner", "business-owner", "risk-owner"), also_approve=("compliance",), also_from="medium",
        source=WEEK_10,
    ),
)  # fmt: skip


def kinds(playbook: Playbook) -> tuple[ChangeKind, ...]:
    return playbook.changes or STANDARD


def kind(playbook: Playbook, key: str) -> ChangeKind:
    found = next((each for each in kinds(playbook) if each.key == key), None)
    if found is None:
        raise Refused("Choose what kind of change it is: it decides who approves.", field="kind")
    return found


def roles(standing: Standing, wanted: ChangeKind) -> tuple[str, ...]:
    """The playbook's roles that approve at the tier of this program; a right stands for the roles that have it."""
    known = {each.key for each in standing.playbook.roles}
    by_right = standing.playbook.by_right
    found = (
        (key,) if key in known else tuple(role.key for role in by_right.get(key, ()))
        for key in wanted.roles(standing.tier)
    )  # fmt: skip
    return tuple(dict.fromkeys(role for each in found for role in each))


def check_time(standing: Standing) -> None:
    """Before the go there is a tuning log; afterwards what was agreed to is not changed in passing."""
    program = standing.program
    if program.state is ProgramState.PAUSED:
        raise Refused(f"{program.code} is paused: `/pilot resume` takes it up again.")
    if program.state is ProgramState.FINISHED:
        production.check_live(standing)
    elif not launches.has_go(standing):
        raise Refused("Until the go, changes need no approval: log them with `/pilot tuning`.")


def approvers(standing: Standing, change: Change, role: str) -> tuple[str, ...]:
    """Who may give this role's word: whoever does its work, but never who proposed it, nor their stand-in.

    Where only they hold it, whoever decides answers in its place, and else the program manager.
    """
    holders = standing.holders.get(role, ())
    places = (holders, targets.deciders(standing), standing.acting.get("program-manager", ())) if holders else ()
    free = (tuple(user for user in users if not is_asker(standing, change, user)) for users in places)
    return next((users for users in free if users), ())


def is_asker(standing: Standing, change: Change, user: str) -> bool:
    return change.by in {user, *(each.for_user for each in standing.appointments if each.user == user)}


def asked(standing: Standing, change: Change) -> tuple[str, ...]:
    """Everybody whose word is still missing, each once."""
    if change.state is not ChangeState.WAITING:
        return ()
    return tuple(dict.fromkeys(user for role in change.waiting for user in approvers(standing, change, role)))


def waits_for(standing: Standing, change: Change) -> list[tuple[str, tuple[str, ...]]]:
    """Each role whose word is missing by its title, and who can give it: perhaps nobody yet."""
    titles = standing.playbook.titles
    return [(titles.get(role, role), approvers(standing, change, role)) for role in change.waiting]


def wanted_of(standing: Standing, change: Change, user: str) -> tuple[str, ...]:
    """In which roles this person's word is wanted now; refuses whoever has none to give."""
    if change.state is not ChangeState.WAITING:
        raise Refused(f"{change.code} is {change.state} already: `/pilot changes` shows it.")
    mine = tuple(role for role in change.waiting if user in approvers(standing, change, role))
    if mine:
        return mine
    if is_asker(standing, change, user):
        raise Refused(f"{change.code} was proposed by you, or by whom you stand in for: somebody else approves it.")
    raise Refused(f"{change.code} does not wait for you: `/pilot changes` shows whose word is missing.")


def approved_on(standing: Standing, change: Change) -> date | None:
    """The day of the last word that it needed."""
    return standing.program.today(max(each.at for each in change.answers)) if change.answers else None


def open_changes(standing: Standing) -> list[Change]:
    return [each for each in standing.changes if each.is_open]
