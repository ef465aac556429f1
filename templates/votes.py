"""Opening a vote, the poll that is kept current, the ballot, and what its thread says."""

from collections.abc import Sequence
from datetime import datetime

from program import gates, outcomes, polls
from program.playbook import Gate, Option
from program.standings import Standing
from program.votes import Poll, Vote, counted, roles_without_a_voter, tally
from templates import blocks as b
from templates import packets
from templates.packets import Names, short_name
from templates.words import Safe, escape, say, short

OPEN, CAST, SHOW, BALLOT = "vote-open", "vote-cast", "vote-show", "vote-ballot"
PICK, OPEN_LIFT, LIFT = "vote-pick", "veto-open", "veto-lift"
DECIDE = "decision-open"
MOST_NAMED, MOST_CHANGES, MOST_MISSING = 10, 6, 10
REASON = 1000


# --- opening ------------------------------------------------------------------------------------------------------


def opening(standing: Standing, gate: Gate, *, closes_at: datetime) -> b.View:
    """What is missing is named before people are asked."""
    text = say(
        "vote_opening",
        gate=gate,
        missing=gates.missing(standing, gate),
        unchanged=polls.is_unchanged(standing, gate),
        asked=len({user for role in gate.voters for user in standing.asked("vote", gate).get(role, ())}),
        most=MOST_MISSING,
        vetoes=[standing.playbook.role(role).title for role in gate.vetoes],
        **_asked_roles(standing, gate),
    )
    until = b.question(
        "closes_at",
        "Open until",
        b.moment_input(initial=closes_at),
        hint="It closes earlier when all have voted.",
    )
    heard = b.question(
        "quorum",
        "How many roles must be heard",
        b.number_input(initial=gate.quorum, whole=True, least=gate.quorum, most=len(gate.voters)),
        hint="With fewer, the vote carries nothing.",
    )
    choices = [b.Choice("open", "Everybody sees them"), b.Choice("hidden", "Hidden until the vote has closed")]
    shows = b.question(
        "counts",
        "Counts and reasons",
        b.radio_input(choices, initial="hidden" if gate.hidden_counts else "open"),
        hint="Who has answered shows in any case.",
    )
    about = {"program": str(standing.program.id), "gate": gate.key}
    return b.modal("Open the vote", OPEN, [*b.sections(text), until, heard, shows], submit="Open the vote", about=about)


def opened(standing: Standing, poll: Poll) -> b.View:
    channel = standing.program.channel
    place = Safe(f"in <#{channel}>") if channel else f"in #{standing.program.channel_name}"
    text = say("vote_opened", poll=poll, place=place)
    return b.done("The vote is open", b.Message(text, [b.section(text)]))


# --- the poll -----------------------------------------------------------------------------------------------------


def poll(standing: Standing, poll: Poll, *, names: Names, changes: Sequence[str]) -> b.Message:
    """Evidence first, then what is asked, then the buttons and the counts; at the end the decision above all."""
    gate = standing.playbook.gate(poll.gate)
    changed = b.sections(_changes(standing, poll, gate, changes)) if changes else []
    score = standing.score(standing.playbook.checklist_due_by(gate.key))
    decision = standing.decision_on(poll)
    text = say(
        "poll",
        gate=gate,
        poll=poll,
        program=standing.program,
        decider=decider(standing, gate),
        decision=decision,
        decided=_option(gate.decisions, decision.choice) if decision else None,
        settled=score[0],
        due=score[1],
        risks=len(standing.open_risks),
        missing=len(gates.missing(standing, gate)),
        changes=changes,
        counts=counts(poll, gate),
    )
    return b.Message(
        text,
        [
            b.header(f"Vote: {gate.title}"),
            b.context(f"{standing.program.code} · {escape(short(standing.program.title, 100))}"),
            *([] if poll.is_open else [b.section(_outcome(standing, poll, gate, names))]),
            *packets.shown(standing, gate, names),
            *changed,
            b.divider(),
            *(_question(standing, poll, gate) if poll.is_open else []),
            *b.sections(_counts(standing, poll, gate, names)),
            *(_buttons(standing, poll, gate) if poll.is_open else []),
        ],
    )


def _question(standing: Standing, poll: Poll, gate: Gate) -> list[b.Block]:
    text = say("poll_ask", gate=gate, poll=poll, decider=decider(standing, gate), **_asked_roles(standing, gate))
    return b.sections(text)


def _buttons(standing: Standing, poll: Poll, gate: Gate) -> list[b.Block]:
    """A button carries what this person sees: the poll, the answer, and the packet by its digest."""
    digest = standing.digest(gate)
    buttons = [
        b.button(
            option.title,
            f"{SHOW if option.needs_reason else CAST}:{option.key}",
            f"{poll.id}/{option.key}/{digest}",
            label=f"Vote {option.title}",
        )
        for option in gate.options
    ]
    plain = [option.title for option in gate.options if not option.needs_reason]
    return [b.actions(*buttons), b.context(say("poll_hint", plain=plain))]


def _counts(standing: Standing, poll: Poll, gate: Gate, names: Names) -> str:
    if not poll.shows_counts:
        answered = _named(standing, poll, [vote.user for vote in poll.votes], names)
        absent = _named(standing, poll, poll.missing, names)
        return say(
            "poll_answered", count=len(poll.votes), answered=answered, absent=len(poll.missing), absent_names=absent
        )
    voters = {option.key: [vote.user for vote in poll.votes if vote.choice == option.key] for option in counted(gate)}
    rows = [
        (title, count, _named(standing, poll, voters[key], names))
        for (title, count), key in zip(counts(poll, gate), voters, strict=True)
    ]
    absent = _named(standing, poll, poll.missing, names)
    return say("poll_counts", counts=rows, is_open=poll.is_open, absent=len(poll.missing), absent_names=absent)


def outcome_facts(standing: Standing, poll: Poll, names: Names) -> dict[str, object]:
    """Whether it has its quorum, and the vetoes that stand at its gate."""
    gate = standing.playbook.gate(poll.gate)
    titles = standing.playbook.role
    return {
        "heard": len(outcomes.roles_heard(poll)),
        "quorate": outcomes.has_quorum(poll),
        "vetoes": [
            (titles(veto.role).title, Safe(short_name(names, veto.user)), veto.reason)
            for veto in outcomes.vetoes(standing.polls, gate)
        ],
    }


def counts(poll: Poll, gate: Gate) -> list[tuple[str, int]]:
    """As announced, once it has closed."""
    found = poll.tally or tally(poll.votes, [option.key for option in counted(gate)])
    return [(option.title, found.get(option.key, 0)) for option in counted(gate)]


def _named(standing: Standing, poll: Poll, users: Sequence[str], names: Names) -> Safe:
    """By plain name and role, since an edited post should not call those it names."""
    named = [voter(standing, poll, user, names) for user in users[:MOST_NAMED]]
    more = len(users) - MOST_NAMED
    return Safe(", ".join([*named, *([f"and {more} more"] if more > 0 else [])]))


def voter(standing: Standing, poll: Poll, user: str, names: Names) -> str:
    roles, vote = ", ".join(roles_of(standing, poll, user)), poll.vote_of(user)
    behalf = standing.acted_for(user, vote.at, *poll.electorate.get(user, ())) if vote else None
    roles += f" for {names.get(behalf, behalf)}" if behalf else ""
    return f"{short_name(names, user)} ({escape(short(roles, 60))})" if roles else short_name(names, user)


def roles_of(standing: Standing, poll: Poll, user: str) -> list[str]:
    return [standing.playbook.role(role).title for role in poll.electorate.get(user, ())]


def _changes(standing: Standing, poll: Poll, gate: Gate, changes: Sequence[str]) -> str:
    again = poll.voted_before(standing.digest(gate))
    return say("poll_changes", changes=changes, most=MOST_CHANGES, again=again, is_open=poll.is_open)


def _outcome(standing: Standing, poll: Poll, gate: Gate, names: Names) -> str:
    decision = standing.decision_on(poll)
    called = packets.caller(names)
    return say(
        "poll_decided",
        poll=poll,
        decision=decision,
        option=_option(gate.decisions, decision.choice) if decision else None,
        decider=decider(standing, gate),
        **outcome_facts(standing, poll, names),
        deciders=Safe(", ".join(called(user) for user in standing.asked("decide", gate).get(gate.decider, ()))),
        called=called,
    )


def decider(standing: Standing, gate: Gate) -> str:
    return standing.playbook.role(gate.decider).title


def _asked_roles(standing: Standing, gate: Gate) -> dict[str, list[str]]:
    vacant = roles_without_a_voter(gate.voters, standing.asked("vote", gate))
    titles = {role: standing.playbook.role(role).title for role in gate.voters}
    return {
        "roles": [title for role, title in titles.items() if role not in vacant],
        "vacant": [title for role, title in titles.items() if role in vacant],
    }


def _option(options: Sequence[Option], key: str) -> Option:
    return next(each for each in options if each.key == key)


# --- one person's vote --------------------------------------------------------------------------------------------


def ballot(
    standing: Standing, poll: Poll, *, user: str, choice: str | None, names: Names, changes: Sequence[str]
) -> b.View:
    """The same evidence as in the poll, the answers with what each means, and the reason."""
    gate = standing.playbook.gate(poll.gate)
    mine = poll.vote_of(user)
    picked = choice or (mine.choice if mine else None)
    head = say(
        "vote_ballot",
        gate=gate,
        program=standing.program,
        poll=poll,
        mine=_option(gate.options, mine.choice).title if mine else None,
    )
    choices = [b.Choice(option.key, option.title) for option in gate.options]
    plain = [option.title for option in gate.options if not option.needs_reason]
    changed = b.sections(_changes(standing, poll, gate, changes)) if changes else []
    return b.modal(
        "Your vote",
        BALLOT,
        [
            b.section(head),
            *packets.shown(standing, gate, names),
            *changed,
            b.divider(),
            *b.sections(say("options", options=gate.options)),
            b.question(
                "choice", "Your vote", b.radio_input(choices, initial=picked) | {"action_id": PICK}, dispatch=True
            ),
            *_reason(gate, picked, mine, plain),
        ],
        submit="Vote",
        about={"poll": str(poll.id), "digest": standing.digest(gate)},
    )


def _reason(gate: Gate, picked: str | None, mine: Vote | None, plain: Sequence[str]) -> list[b.Block]:
    """Asked for by the answer that is chosen, and required where that answer needs it."""
    if picked is None:
        return [
            b.context(f"All but {' and '.join(plain)} ask for your reason." if plain else "Each asks for a reason.")
        ]
    option = _option(gate.options, picked)
    label = "What is the conflict of interest?" if option.effect == "recuse" else f"Why {option.title}?"
    hint = "What, who, by when." if option.effect == "pass" and option.needs_reason else None
    box = b.text_input(lines=True, most=REASON, initial=mine.reason if mine else None)
    return [b.question("reason", label, box, hint=hint, optional=not option.needs_reason)]


def lift(standing: Standing, poll: Poll, given: Sequence[outcomes.Veto]) -> b.View:
    """Withdrawing a veto once the vote has closed."""
    gate = standing.playbook.gate(poll.gate)
    titles = ", ".join(standing.playbook.role(each.role).title for each in given)
    text = say("veto_lift", gate=gate, roles=titles, reasons=[each.reason for each in given if each.reason])
    why = b.question("reason", "What has changed?", b.text_input(lines=True, most=REASON))
    return b.modal("Withdraw the veto", LIFT, [*b.sections(text), why], submit="Withdraw", about={"poll": str(poll.id)})


def lifted(standing: Standing, poll: Poll, vote: Vote) -> b.Message:
    """A reply in the thread of the poll in which the veto was given."""
    text = say("veto_lifted", vote=vote, gate=standing.playbook.gate(poll.gate), program=standing.program)
    return b.Message(text, b.sections(text))


def cast(gate: Gate, choice: str, *, decider: str, closes_at: datetime, is_over: bool) -> str:
    """What only the voter sees."""
    option = _option(gate.options, choice)
    return say("vote_cast", option=option, decider=decider, closes_at=closes_at, is_over=is_over)


def voter_asked(standing: Standing, poll: Poll, user: str) -> b.Message:
    """For who came to their role while the poll was open."""
    text = say("voter_asked", user=user, roles=roles_of(standing, poll, user), closes_at=poll.closes_at)
    return b.Message(text, [b.section(text)])


def reason(standing: Standing, poll: Poll, vote: Vote, before: Vote | None) -> b.Message:
    """A reply in the poll's thread, for the record."""
    gate = standing.playbook.gate(poll.gate)
    facts = {
        "vote": vote,
        "roles": roles_of(standing, poll, vote.user),
        "option": _option(gate.options, vote.choice).title,
        "before": _option(gate.options, before.choice).title if before else None,
    }
    text = say("vote_reason", reason=short(vote.reason or "", REASON), **facts)
    return b.Message(text, b.sections(say("vote_reason", reason=vote.reason, **facts)))


# --- asked for with /pilot vote -----------------------------------------------------------------------------------


def under_way(standing: Standing, poll: Poll, *, user: str, link: str | None, names: Names) -> b.Message:
    """Where the vote stands, one's own part in it, and the way to the poll."""
    gate = standing.playbook.gate(poll.gate)
    mine = poll.vote_of(user)
    deciders = standing.asked("decide", gate).get(gate.decider, ())
    text = say(
        "vote_under_way",
        gate=gate,
        program=standing.program,
        poll=poll,
        link=Safe(f"<{link}|go to the poll>") if link else None,
        mine=_option(gate.options, mine.choice).title if mine else None,
        again=mine is not None and mine.digest != standing.digest(gate),
        asked=user in poll.electorate,
        absent=_named(standing, poll, poll.missing, names),
        counts=counts(poll, gate),
        decider=decider(standing, gate),
        deciders=deciders,
        **outcome_facts(standing, poll, names),
    )
    buttons = []
    if poll.is_open and user in poll.electorate:
        buttons.append(b.button("Change my vote" if mine else "Vote", SHOW, str(poll.id), style="primary"))
    own = [
        each
        for each in outcomes.vetoes(standing.polls, gate)
        if user == each.user or user in standing.asked("vote", gate).get(each.role, ())
    ]
    if not poll.is_open and own:
        buttons.append(b.button("Withdraw the veto", OPEN_LIFT, str(poll.id)))
    if not poll.is_open and user in deciders:
        buttons.append(b.button("Decide", DECIDE, str(poll.id), style="primary"))
    return b.Message(text, [b.section(text), *([b.actions(*buttons)] if buttons else [])])
