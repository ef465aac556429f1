"""The audit trail in words: who did what, when, and from where in Slack."""

import re
from collections.abc import Mapping, Sequence

from program.audit import BOT, Entry, Head
from program.programs import Program
from templates import blocks as b
from templates.blockers import turns
from templates.words import Safe, mention, say

LIST = "audit-list"
PAGE = 10

DID: Mapping[str, str] = {
    "use-case:propose": "proposed",
    "use-case:select": "selected",
    "use-case:agreed": "agreed to",
    "use-case:declined": "declined",
    "use-case:correct": "corrected",
    "use-case:withdrawn": "withdrew",
    "use-case:archived": "archived",
    "use-case:bring-back": "brought back",
    "use-case:ask": "asked somebody about",
    "use-case:answer": "answered about",
    "round:open": "opened the selection round of",
    "round:change": "changed the selection round of",
    "round:close": "closed the selection round of",
    "program:tier": "changed the facts behind the risk tier of",
    "program:start": "started",
    "program:resume": "resumed",
    "program:roll-back": "rolled back",
    "program:review-moved": "left paused",
    "program:paused": "paused",
    "program:stopped": "stopped for good",
    "condition:met": "said to be met:",
    "condition:accepted": "accepted as met:",
    "condition:returned": "sent back:",
    "condition:extended": "gave more time to",
    "condition:tolerated": "accepted as it is:",
    "condition:rolled-back": "rolled back over",
    "condition:handed": "took over",
    "program:channel": "made the channel of",
    "program:move": "moved to another channel:",
    "people:appoint": "appointed people:",
    "people:leave": "left, and the roles were vacated:",
    "people:hand-over": "had it handed over:",
    "people:resign": "stepped down:",
    "people:delegate": "named a stand-in:",
    "people:stand-in": "stands in:",
    "people:stand-down": "no longer stands in:",
    "people:take-back": "took back the stand-in:",
    "people:recuse": "stood aside at",
    "people:rejoin": "no longer stands aside at",
    "program:reschedule": "moved a date of",
    "program:holidays": "chose the public holidays of",
    "program:visibility": "chose who sees",
    "unit:keep": "listed who belongs to the unit",
    "office:appoint": "appointed the program office:",
    "item:take": "took",
    "item:done": "marked as done:",
    "item:reopen": "reopened",
    "item:waiver-ended": "ended a waiver:",
    "item:waive": "left out, or asked to:",
    "exemption:approve": "approved leaving out:",
    "exemption:turn-down": "did not approve leaving out:",
    "readiness:assess": "went through the checklist of",
    "blocker:raise": "reported the blocker",
    "blocker:clear": "cleared the blocker",
    "risk:raise": "raised the risk",
    "register:add": "recorded",
    "register:change": "corrected",
    "register:withdraw": "withdrew",
    "register:export": "took away as a file:",
    "survey:enrol": "chose who takes part in the pilot of",
    "survey:start": "started",
    "survey:close": "closed and counted",
    "risk:close": "closed the risk",
    "launch:change": "changed who has it in",
    "cycle:start": "started the next cycle of",
    "live:fine": "found it still fine:",
    "live:change": "found that a change is needed in",
    "live:retire": "retired",
    "live:moved": "moved the review of",
    "change:propose": "proposed the change",
    "change:approve": "approved the change",
    "change:refuse": "refused the change",
    "change:live": "took live the change",
    "change:withdraw": "withdrew the change",
    "kpi:define": "defined the KPI",
    "kpi:record": "recorded a reading of",
    "kpi:correct": "corrected a reading of",
    "kpi:change": "changed the target of",
    "kpi:lead": "let this KPI lead:",
    "kpi:stop": "changed the stop criterion of",
    "risk:review": "reviewed the risk",
    "risk:accept": "accepted what remains of the risk",
    "action:give": "gave the action",
    "action:move": "handed over the action",
    "action:finish": "finished the action",
    "money:record": "recorded the amount",
    "money:strike": "struck the amount",
    "money:version2": "said whether version 2 has a budget, in",
    "decision:log": "logged the decision",
    "sign-off:ask": "asked for the sign-off",
    "sign-off:withdraw": "withdrew the request for the sign-off",
    "gate:close": "closed the gate",
    "program:rolled-back": "rolled back",
    "waiver:settle": "settled the waiver of",
    "decision:correct": "corrected the words of the decision on",
    "gate:reopen": "opened the gate again",
    "gate:override": "overrode the gate",
    "gate:passed-before": "vouched for the gate, passed before,",
    "program:adopt": "marked what was done before in",
    "playbook:adopt": "adopted another playbook",
    "vote:open": "opened the vote on",
    "vote:cast": "voted on",
    "vote:close": "closed the vote on",
    "vote:lift": "withdrew the veto at",
    "digest:set": "set the digest:",
    "pilot:add": "added to the inventory the pilot",
    "pilot:answer": "answered the assessment of the pilot",
    "pilot:paste": "pasted into the inventory",
    "tool:report": "told of the tool in use",
    "tool:settle-report": "settled what was told of the tool",
    "tool:ask": "asked for the tool",
    "tool:keep": "approved, or keeps, the tool",
    "tool:retire": "retired the tool",
    "tool:tell": "sent a word to who keeps the tool",
    "delivery:retry": "had it sent again:",
    "delivery:dismiss": "dismissed what was not delivered:",
}


def entries(program: Program, found: Sequence[Entry], head: Head, *, page: int = 0) -> b.Message:
    """One page, newest first; at its end the head, by which a later change of the past would show."""
    text = say("audit", program=program, count=head.seq)
    rows = [
        b.section(say("audit_entry", entry=each, who=_who(each), did=_did(each), place=_place(each))) for each in found
    ]
    buttons = turns(LIST, str(program.id), page, head.seq, PAGE)
    turned = [b.actions(*buttons)] if buttons else []
    return b.Message(text, [b.section(text), *rows, *anchor(program, head), *turned])


def anchor(program: Program, head: Head) -> list[b.Block]:
    """The chain's end as `pilot audit verify --head` takes it; nothing while there is no link."""
    return [b.context(say("audit_head", name=program.code, head=head))] if head.seq else []


def _who(entry: Entry) -> Safe:
    return Safe("Pilot") if entry.by == BOT else mention(entry.by)


def _did(entry: Entry) -> str:
    """A sign-off and a decision are recorded with their answer."""
    subject, _, answer = entry.did.partition(":")
    said = answer.replace("-", " ")
    return DID.get(entry.did) or {
        "sign-off": f"answered “{said}” to the sign-off",
        "decision": f"decided “{said}” on",
    }.get(subject, f"{subject.replace('-', ' ')}, {said}:")


def _place(entry: Entry) -> Safe | str:
    found = _PLACE.match(entry.where)
    said = PLACES.get(found["kind"]) if found else None
    if not found or not said:
        return entry.where
    return Safe(f"{said} in <#{found['channel']}>" if found["channel"] else said)


_PLACE = re.compile(r"(?P<kind>\w+)(?: \S+)??(?: in (?P<channel>[CDG][A-Z0-9]+))?$")
PLACES = {
    "command": "by a command",
    "message": "at a message",
    "modal": "in a form",
    "home": "in the bot's Home",
    "shortcut": "by a shortcut",
    "event": "by what happened in Slack",
}
