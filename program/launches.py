"""The limited launch: refused without a go, watched dashboards, on-call and a timed drill (framework 3, Week 11)."""

from dataclasses import dataclass, replace
from datetime import date

from program.facts import Facts, day, number, text
from program.playbook import Entry, Gate
from program.shares import Live, Share
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class Need:
    """What the launch waits for; `place` is where it is seen to: `gate`, `register`, `people` or `item`."""

    what: str
    is_there: bool
    place: str
    about: str = ""  # the key of the register or the item
    users: tuple[str, ...] = ()
    role: str = ""


def safety_net(standing: Standing, given: Facts) -> list[str]:
    """Somebody watches dashboards that are there; who answers at night holds the role (framework 3, Week 11, 2)."""
    found = [] if standing.register("dashboards") else ["the dashboards: `/pilot register dashboards`"]
    return found + ([] if standing.acting.get("on-call") else ["somebody who holds the role On-call: `/pilot people`"])


def launch(standing: Standing, given: Facts) -> list[str]:
    """No launch without the decision for it; a share above a fifth has its reason (framework 3, Week 11, 1)."""
    found = [f"a go at “{gate.title}”" for gate in standing.gates_ahead if is_go(gate)]
    most = standing.playbook.limits.launch_share
    if (number(given, "share") or 0) > most and not text(given, "why-more"):
        found.append(f"the reason why more than {most} % begin with it")
    return found


def is_go(gate: Gate) -> bool:
    """A vote that opens a phase: with it, people begin to work with the AI."""
    return gate.kind == "vote" and gate.blocks_phase is not None


def has_go(standing: Standing) -> bool:
    """Whatever lets the AI into production is behind the program."""
    return any(map(is_go, standing.playbook.gates)) and not any(map(is_go, standing.gates_ahead))


# --- what it waits for --------------------------------------------------------------------------------------------


def entry(standing: Standing, proof: str = "launch") -> Entry | None:
    """The entry of the playbook behind which this rule stands."""
    return next((each for each in standing.playbook.items if each.proof == proof), None)


def is_launched(standing: Standing) -> bool:
    """Once the entry whose proof is the launch is there (framework 3, Week 11)."""
    return any(each.proof == "launch" and standing.is_settled(each) for each in standing.playbook.items)


def needs(standing: Standing) -> list[Need]:
    """All that comes before the switch, what is there as well as what is not, each with who holds it."""
    return [*_decided(standing), *_net(standing)]


def _decided(standing: Standing) -> list[Need]:
    return [
        Need(
            f"A go at “{gate.title}”", standing.is_passed(gate), "gate",
            users=standing.holders.get(gate.decider, ()), role=standing.playbook.role(gate.decider).title,
        )
        for gate in standing.playbook.gates
        if is_go(gate)
    ]  # fmt: skip


def _net(standing: Standing) -> list[Need]:
    """The safety net, where the playbook has one: dashboards, who watches them, who is called, and the drill."""
    net = entry(standing, "safety-net")
    if net is None:
        return []
    facts, settled = standing.item(net.key).facts, standing.is_settled(net)
    owners, role = standing.owners(net), standing.playbook.role(net.owner_role).title
    on_call = standing.acting.get("on-call", ())
    watcher = (text(facts, "watcher"),) if facts.get("watcher") else ()
    drill, minutes = day(facts, "drill-on"), number(facts, "minutes")
    timed = f", on {drill:%-d %b %Y} in {minutes:g} minutes" if drill and minutes is not None else ""
    return [
        Need("Dashboards to watch", bool(standing.register("dashboards")), "register", "dashboards", owners, role),
        Need("Somebody watches them", settled, "item", net.key, watcher or owners, role),
        Need("Somebody answers an incident", bool(on_call), "people", "", on_call, _on_call_title(standing)),
        Need(f"Switching it off was tried and timed{timed}", settled, "item", net.key, owners, role),
    ]


def _on_call_title(standing: Standing) -> str:
    return next((role.title for role in standing.playbook.by_right.get("on-call", ())), "On-call")


# --- once it is live ----------------------------------------------------------------------------------------------


def launched_on(standing: Standing) -> date | None:
    """The day that the launch said first, whatever changed since."""
    launched = entry(standing)
    return day(standing.item(launched.key).facts, "since") if launched and is_launched(standing) else None


def before(standing: Standing, share: Share) -> Live | None:
    """Who had it until this change."""
    earlier = standing.shares[: standing.shares.index(share)]
    return live(replace(standing, shares=earlier))


def live(standing: Standing) -> Live | None:
    """As the launch said, or as it was changed last."""
    launched = entry(standing)
    if launched is None or not is_launched(standing):
        return None
    if standing.shares:
        last = standing.shares[-1]
        return Live(last.group, last.percent, last.since, last)
    facts = standing.item(launched.key).facts
    return Live(text(facts, "group"), number(facts, "share"), day(facts, "since"))
