"""Who may do what: the one table. Being in a channel gives no right.

The names on the right are the roles of the playbook that ships, whose rights a company's own roles take by `acts_as`,
and three that every workspace has: `member` (anyone but guests and bots), `admin` (an administrator of the Slack
workspace) and `office` (who runs the portfolio, appointed by an administrator).
"""

from collections.abc import Mapping, Set

from program.errors import Refused
from program.playbook import Duty

EVERYONE = frozenset({"member"})
OFFICE = frozenset({"office", "admin"})
LEADS = frozenset({"program-manager", "product-owner"})
SPONSOR = frozenset({"sponsor"})
ROUND = frozenset({"round-owner"})  # of the selection round that it is about
PROPOSER = frozenset({"proposer"})  # of the candidate that it is about
WORKERS = frozenset({
    "sponsor", "program-manager", "product-owner", "business-owner", "data-owner", "operations", "engineering-lead",
    "security", "privacy", "compliance", "legal", "risk-owner", "change-lead", "on-call",
})  # fmt: skip
RIGHTS = WORKERS | {"auditor"}  # what a company's own role may act as
READERS = WORKERS | OFFICE | {"auditor"}

AUTHORITY: Mapping[str, frozenset[str]] = {
    "use-case:propose": EVERYONE,
    "use-case:list": EVERYONE,
    "use-case:select": OFFICE | SPONSOR | LEADS | ROUND,
    "use-case:ask": OFFICE | SPONSOR | LEADS | ROUND | PROPOSER,
    "use-case:answer": OFFICE | SPONSOR | LEADS | ROUND | PROPOSER | {"holder"},
    "use-case:correct": OFFICE | SPONSOR | LEADS | ROUND | PROPOSER,
    "use-case:take-out": OFFICE | ROUND | PROPOSER,
    "round:list": EVERYONE,
    "round:open": OFFICE | SPONSOR | LEADS,
    "round:change": OFFICE | ROUND,
    "use-case:agree": SPONSOR,
    "readiness:assess": OFFICE | SPONSOR | LEADS,
    "pilot:see": OFFICE | SPONSOR | LEADS,
    "pilot:assess": OFFICE | SPONSOR | LEADS,
    "program:start": OFFICE | SPONSOR | LEADS,
    "program:move": OFFICE | SPONSOR | LEADS,
    "program:reschedule": SPONSOR | {"program-manager"},
    "program:see": READERS,
    "program:tier": LEADS | {"risk-owner"},
    "people:see": READERS,
    "people:appoint": OFFICE | SPONSOR | {"program-manager"},
    "people:delegate": WORKERS,
    "people:recuse": WORKERS,
    "people:resign": WORKERS,
    "program:visibility": SPONSOR | {"office"},
    "unit:keep": OFFICE,
    "office:appoint": frozenset({"admin"}),
    "item:take": WORKERS,
    "item:done": WORKERS,
    "item:reopen": WORKERS,
    "item:waive": LEADS | SPONSOR,
    "exemption:approve": WORKERS,  # of these, the role that the checklist's section names
    "blocker:raise": WORKERS,
    "blocker:clear": WORKERS | {"holder"},  # whoever was asked to clear it, from inside the program or outside
    "risk:raise": WORKERS,
    "risk:review": frozenset({"risk-owner", "program-manager", "holder"}),  # or whoever holds the risk
    "risk:accept": frozenset({"risk-owner"}),
    "risk:close": frozenset({"risk-owner", "program-manager"}),
    "action:give": WORKERS,
    "action:move": WORKERS | {"holder"},
    "action:finish": WORKERS | {"holder"},  # whoever was asked to do it, from inside the program or outside
    "register:see": READERS,
    "register:add": WORKERS,
    "register:change": WORKERS,
    "launch:change": LEADS,
    "cycle:start": SPONSOR | {"program-manager"},
    "live:review": LEADS | SPONSOR | {"business-owner"},
    "change:propose": WORKERS,
    "change:answer": WORKERS,  # of these, the roles that the playbook names for its kind
    "change:live": LEADS | {"engineering-lead"},
    "survey:see": READERS,
    "survey:enrol": LEADS | {"change-lead"},
    "survey:run": LEADS | {"change-lead"},
    "kpi:define": LEADS | {"business-owner"},
    "kpi:record": WORKERS,
    "money:see": READERS,
    "money:record": LEADS | SPONSOR | {"business-owner"},
    "sign-off:ask": LEADS | SPONSOR,
    "sign-off:sign": WORKERS,
    "gate:see": READERS,
    "gate:close": LEADS | SPONSOR,
    "gate:override": SPONSOR,
    "gate:passed-before": SPONSOR,
    "decision:correct": SPONSOR,
    "waiver:settle": SPONSOR,
    "program:adopt": LEADS | SPONSOR,
    "vote:open": LEADS | SPONSOR,
    "vote:cast": WORKERS,
    "decision:record": SPONSOR,
    "decision:log": WORKERS,
    "condition:meet": WORKERS | {"holder"},
    "condition:accept": WORKERS,
    "condition:settle": SPONSOR,
    "program:resume": SPONSOR,
    "program:stop": SPONSOR,
    "playbook:see": READERS,
    "playbook:adopt": OFFICE | SPONSOR | {"program-manager"},
    "tool:list": EVERYONE,
    "tool:ask": EVERYONE,
    "tool:report": EVERYONE,
    "tool:tell": EVERYONE,
    "tool:decide": OFFICE,  # not on what they asked for themselves
    "portfolio:see": EVERYONE,
    "digest:see": EVERYONE,
    "digest:set": OFFICE,
    "audit:see": READERS,
    "delivery:see": OFFICE | {"program-manager"},
    "delivery:mend": OFFICE | {"program-manager"},
}

# The verb of each action, for the sentence that refuses it.
WORDS: Mapping[str, str] = {
    "use-case:propose": "propose a use case",
    "use-case:list": "see the candidates",
    "use-case:select": "select the primary and the backup",
    "use-case:agree": "agree to this priority",
    "use-case:ask": "ask others about this candidate",
    "use-case:answer": "answer for this candidate",
    "use-case:correct": "correct this candidate",
    "use-case:take-out": "take this candidate out",
    "round:list": "see the selection rounds",
    "round:open": "open a selection round",
    "round:change": "change this selection round",
    "program:start": "start a program",
    "program:move": "move a program to another channel",
    "program:reschedule": "move a date or choose the public holidays",
    "program:see": "see this program",
    "program:tier": "change the facts behind the risk tier",
    "people:see": "see who holds which role",
    "people:appoint": "appoint people",
    "people:delegate": "name a stand-in",
    "people:recuse": "stand aside at a gate",
    "people:resign": "step down",
    "program:visibility": "choose who sees this program",
    "unit:keep": "keep the list of units",
    "office:appoint": "appoint the program office",
    "item:take": "take an item",
    "item:done": "mark an item done",
    "item:reopen": "reopen an item",
    "item:waive": "leave an item out",
    "exemption:approve": "approve exemptions",
    "readiness:assess": "go through the checklist of a candidate",
    "pilot:see": "see the inventory of pilots",
    "pilot:assess": "assess pilots",
    "blocker:raise": "report a blocker",
    "blocker:clear": "clear a blocker",
    "risk:raise": "raise a risk",
    "risk:review": "review a risk",
    "risk:accept": "accept what remains of a risk",
    "risk:close": "close a risk",
    "action:give": "give an action",
    "action:move": "hand over an action",
    "action:finish": "say that an action is done",
    "register:see": "see the registers",
    "register:add": "add to a register",
    "register:change": "change a register",
    "launch:change": "change who has it after the launch",
    "cycle:start": "start the next cycle",
    "live:review": "review what is in production",
    "change:propose": "propose a change of what is live",
    "change:answer": "approve or refuse a change",
    "change:live": "say that a change is live",
    "survey:see": "see the surveys",
    "survey:enrol": "choose who takes part in the pilot",
    "survey:run": "start or close a survey",
    "kpi:define": "define a KPI",
    "kpi:record": "record a reading",
    "money:see": "see the money",
    "money:record": "record money",
    "sign-off:ask": "ask for sign-offs",
    "sign-off:sign": "sign",
    "gate:see": "see this gate",
    "gate:close": "close a gate",
    "gate:override": "let a gate pass with something missing",
    "gate:passed-before": "say that a gate was passed before",
    "decision:correct": "correct a decision",
    "waiver:settle": "settle a waiver that is over",
    "program:adopt": "mark what was done before",
    "vote:open": "open a vote",
    "vote:cast": "vote",
    "decision:record": "record the decision",
    "decision:log": "log a decision",
    "condition:meet": "mark a condition as met",
    "condition:accept": "accept what was done for a condition",
    "condition:settle": "settle a condition that was missed",
    "program:resume": "resume the program",
    "program:stop": "pause or stop the program",
    "playbook:see": "see the playbook",
    "playbook:adopt": "adopt another playbook",
    "tool:list": "see the approved AI tools",
    "tool:ask": "ask for an AI tool",
    "tool:report": "tell about an AI tool in use",
    "tool:tell": "write to the owner of a tool",
    "tool:decide": "decide on AI tools",
    "portfolio:see": "see the programs",
    "digest:see": "see the digest",
    "digest:set": "choose where the digest goes",
    "audit:see": "see the record",
    "delivery:see": "see what was not delivered",
    "delivery:mend": "settle what was not delivered",
}


# What may be a duty in person, by the playbook (`delegable` in its roles); everything else is work.
DUTIES: Mapping[str, Duty] = {
    "sign-off:sign": "sign",
    "vote:cast": "vote",
    "use-case:agree": "decide",
    "decision:record": "decide",
    "program:resume": "decide",
    "program:stop": "decide",
    "gate:override": "decide",
    "gate:passed-before": "decide",
    "decision:correct": "decide",
    "waiver:settle": "decide",
    "program:visibility": "decide",
}


def duty(action: str) -> Duty:
    return DUTIES.get(action, "work")


def may(action: str, roles: Set[str]) -> bool:
    return bool(AUTHORITY[action] & roles)


def check_may(action: str, roles: Set[str], *, titles: Mapping[str, str]) -> None:
    """Refuse, and say who could; `titles` are the playbook's names of the roles."""
    if may(action, roles):
        return
    known = {**titles, **OTHER_TITLES}
    who = list(dict.fromkeys(known[role] for role in sorted(AUTHORITY[action]) if role in known))
    allowed = (
        " or ".join([", ".join(who[:-1]), who[-1]] if len(who) > 1 else who)
        if len(who) <= SHORT
        else "anyone with a working role in this program"
    )
    raise Refused(f"You cannot {WORDS[action]} here. This is for: {allowed}. Ask one of them, or see `/pilot people`.")


SHORT = 8
OTHER_TITLES = {
    "member": "any full member of this workspace",
    "admin": "a Slack workspace administrator",
    "office": "the program office",
    "holder": "whoever was asked to",
    "round-owner": "the owner of its selection round",
    "proposer": "whoever proposed it",
}
