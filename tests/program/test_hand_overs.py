"""Hand-over: the role's items go with the role, and everything else with whoever leaves altogether."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from program import commitments
from program.actions import Action
from program.blockers import Blocker
from program.conditions import Step, StepKind
from program.exemptions import Exemption, ExemptionKind
from program.hand_overs import HandOver, hand_over, in_hands, works_here
from program.items import Item, ItemState
from program.risks import Risk
from program.sign_offs import Condition, SignOff, SignOffState
from program.standings import Standing
from program.votes import Poll
from tests.program.examples import DISCOVERY, EVERY_ROLE, GO_NO_GO, NOW, PROGRAM, begun
from tests.program.test_kpis import HANDLING

ROLE = "security"


def laden(holders: dict[str, list[str]]) -> Standing:
    """The former holder of security has an item of that role in hand, another one, a blocker and a risk."""
    standing = begun(EVERY_ROLE | holders)
    own = next(each.key for each in standing.playbook.items if each.owner_role == ROLE)
    other = next(each.key for each in standing.playbook.items if each.owner_role == "operations")
    return replace(
        standing,
        items={key: Item(key, ItemState.IN_PROGRESS, "OLD") for key in (own, other)},
        blockers=(Blocker(UUID(int=3), PROGRAM.id, 1, None, "No access", "OLD", date(2026, 1, 20), "X", NOW),),
        risks=(Risk(UUID(int=4), PROGRAM.id, 1, "Leak", 2, 2, "OLD", None, "X", NOW),),
    )


def passes(standing: Standing, *came: str, former: str = "OLD") -> HandOver | None:
    return hand_over(standing, ROLE, {former}, came=came, now=NOW)


def test_who_leaves_altogether_hands_over_all_that_they_had() -> None:
    standing = laden({ROLE: ["NEW"]})
    untouched = {key: replace(each, state=ItemState.OPEN) for key, each in standing.items.items()}
    found = passes(replace(standing, items=untouched), "NEW")

    assert found
    assert found.to == "NEW"
    assert list(found.items) == [
        Item(key, ItemState.IN_PROGRESS, "NEW", changed_by="NEW", changed_at=NOW) for key in standing.items
    ]
    assert (len(found.items), [each.holder for each in found.blockers], [each.owner for each in found.risks]) == (
        2, ["NEW"], ["NEW"],
    )  # fmt: skip


def test_who_keeps_other_work_hands_over_what_belongs_to_the_role() -> None:
    found = passes(laden({ROLE: ["NEW"], "legal": ["OLD"]}), "NEW")

    assert found
    assert [begun().playbook.item(each.key).owner_role for each in found.items] == [ROLE]
    assert not found.blockers
    assert not found.risks


def test_without_an_heir_or_a_former_holder_nothing_passes() -> None:
    assert passes(laden({ROLE: []})) is None
    assert passes(laden({ROLE: ["OLD"]})) is None
    assert not passes(begun(), "SECURITY")


def test_where_nobody_came_whoever_holds_it_too_goes_on() -> None:
    found = passes(laden({ROLE: ["STAYS"]}))

    assert found
    assert found.to == "STAYS"


def test_a_newcomer_reads_what_is_in_their_hands_soonest_first() -> None:
    standing = laden({ROLE: ["OLD"]})
    action = Action(UUID(int=6), PROGRAM.id, 1, "Ask legal", "OLD", date(2026, 1, 21), "X", NOW)
    kpi = replace(HANDLING, reader="OLD", cadence_days=7, since=date(2026, 1, 12))
    asked = SignOff(UUID(int=8), PROGRAM.id, DISCOVERY.key, ROLE, "OLD", "X", NOW)
    poll = Poll(UUID(int=5), PROGRAM.id, GO_NO_GO.key, {"OLD": (ROLE,)}, "d", "X", NOW, NOW)
    standing = replace(standing, sign_offs=(asked,), polls=(poll,), actions=(action,), kpis=(kpi,))

    found = in_hands(standing, "OLD")

    assert len(found) == 8
    assert ("A-1: Ask legal", date(2026, 1, 21)) in found
    assert (f"Read {kpi.code} {kpi.name}", kpi.read_due) in found
    given = (Condition("Mask names", "NEW", date(2026, 1, 22)),)
    answered = replace(asked, id=UUID(int=9), state=SignOffState.CONDITIONAL, signed_at=NOW, conditions=given)
    over = replace(poll, closed_at=NOW)
    others = replace(standing, sign_offs=(answered,), polls=(over,))
    assert in_hands(others, "NEW") == [("Your condition: Mask names", date(2026, 1, 22))]
    assert "Your signature" not in str(in_hands(others, "OLD")) and "Your vote" not in str(in_hands(others, "OLD"))
    assert in_hands(standing, "NEW") == []
    assert ("B-1: No access", date(2026, 1, 20)) in found
    assert found[-1] == ("R-1: Leak", None)
    days = [day for _, day in found[:-1] if day]
    assert days == sorted(days)


def test_what_waits_for_approval_goes_on_waiting_in_other_hands() -> None:
    key = next(each.key for each in begun().playbook.items if each.owner_role == ROLE)
    proposal = Exemption(ExemptionKind.NOT_APPLICABLE, "No such data", "OLD", NOW)
    one = Item(key, ItemState.PROPOSED, "OLD", changed_by="OLD", changed_at=NOW, exemption=proposal)
    standing = replace(laden({ROLE: ["NEW"]}), items={key: one})

    found = passes(standing, "NEW")

    assert found and found.items == (replace(one, owner="NEW"),)


def test_who_accepted_what_remains_of_a_risk_does_not_hold_it_with_that_accepted() -> None:
    standing = laden({ROLE: ["NEW"]})
    (risk,) = standing.risks
    by_heir, by_another = (
        replace(risk, accepted_by=user, accepted_at=NOW, acceptance="Small") for user in ("NEW", "RISK-OWNER")
    )

    found = passes(replace(standing, risks=(by_heir, by_another)), "NEW")

    assert found
    assert [(each.owner, each.accepted_by, each.is_accepted) for each in found.risks] == [
        ("NEW", None, False), ("NEW", "RISK-OWNER", True),
    ]  # fmt: skip


# --- whoever goes, with whatever in hand ----------------------------------------------------------------------------

PEOPLE = ["ANNA", "BO", "CLEO", "DAN"]
PLAYBOOK = begun().playbook
people = st.sampled_from(PEOPLE)
some_people = st.lists(people, max_size=3, unique=True)
hands = st.dictionaries(st.sampled_from([role.key for role in PLAYBOOK.roles]), some_people)
states = st.sampled_from([ItemState.IN_PROGRESS, ItemState.PROPOSED, ItemState.DONE, ItemState.OPEN])
things = st.lists(
    st.tuples(st.sampled_from([each.key for each in PLAYBOOK.items]), states, people), unique_by=lambda each: each[0]
)
theirs = st.lists(st.tuples(st.sampled_from(["blocker", "risk", "action", "kpi", "condition"]), people, st.booleans()))


def in_their_hands(
    standing: Standing, items: list[tuple[str, ItemState, str]], others: list[tuple[str, str, bool]]
) -> Standing:
    """Each in somebody's hands, open or over."""
    found: dict[str, list[object]] = {"blocker": [], "risk": [], "action": [], "kpi": [], "condition": [], "step": []}
    for number, (kind, user, over) in enumerate(others):
        id, at, day = UUID(int=100 + number), NOW if over else None, date(2026, 1, 20)
        found[kind].append(
            {
                "blocker": Blocker(id, PROGRAM.id, number, None, "It", user, day, "X", NOW, at),
                "risk": Risk(id, PROGRAM.id, number, "It", 3, 3, user, None, "X", NOW, at),
                "action": Action(id, PROGRAM.id, number, "It", user, day, "X", NOW, at),
                "kpi": replace(HANDLING, id=id, number=number, reader=None if over else user, cadence_days=7),
                "condition": Condition("It", user, day),
            }[kind]
        )
        if kind == "condition" and over:
            place = len(found[kind])
            kinds = (StepKind.MET, StepKind.ACCEPTED)
            found["step"] += [Step(id, PROGRAM.id, UUID(int=9), place, each, "It", None, user, NOW) for each in kinds]
    signed = SignOff(
        UUID(int=9), PROGRAM.id, DISCOVERY.key, DISCOVERY.signers[0], "X", "X", NOW, state=SignOffState.CONDITIONAL,
        signed_at=NOW, conditions=tuple(found["condition"]),  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(
        standing,
        items={key: Item(key, state, user, changed_by="X", changed_at=NOW) for key, state, user in items},
        blockers=tuple(found["blocker"]),  # type: ignore[arg-type]
        risks=tuple(found["risk"]),  # type: ignore[arg-type]
        actions=tuple(found["action"]),  # type: ignore[arg-type]
        kpis=tuple(found["kpi"]),  # type: ignore[arg-type]
        condition_steps=tuple(found["step"]),  # type: ignore[arg-type]
        sign_offs=(signed,),
    )


def handed(standing: Standing, found: HandOver) -> Standing:
    """As it is stored."""

    def with_theirs(all_: tuple[object, ...], new: tuple[object, ...]) -> tuple[object, ...]:
        ids = {each.id: each for each in new}  # type: ignore[attr-defined]
        return tuple(ids.get(each.id, each) for each in all_)  # type: ignore[attr-defined]

    steps = [
        Step(UUID(int=900 + number), PROGRAM.id, each.source, each.number, StepKind.HANDED, found.to, None, "X", NOW)
        for number, each in enumerate(found.conditions)
    ]
    return replace(
        standing,
        items={**standing.items, **{each.key: each for each in found.items}},
        blockers=with_theirs(standing.blockers, found.blockers),  # type: ignore[arg-type]
        risks=with_theirs(standing.risks, found.risks),  # type: ignore[arg-type]
        actions=with_theirs(standing.actions, found.actions),  # type: ignore[arg-type]
        kpis=with_theirs(standing.kpis, found.readings),  # type: ignore[arg-type]
        condition_steps=(*standing.condition_steps, *steps),
    )


def owners(standing: Standing) -> dict[object, str | None]:
    """Whose each open thing is."""
    found: dict[object, str | None] = {key: each.owner for key, each in standing.items.items() if not each.is_settled}
    found |= {each.id: each.holder for each in standing.open_blockers}
    found |= {each.id: each.owner for each in standing.open_risks}
    found |= {each.id: each.owner for each in standing.open_actions}
    found |= {each.id: each.reader for each in standing.kpis if each.reader}
    return found | {each.key: each.owner for each in commitments.unsettled(standing)}


@given(hands, st.sampled_from(sorted(EVERY_ROLE)), some_people, some_people, things, theirs)
def test_nothing_open_is_left_with_who_goes_and_nobody_elses_is_touched(
    held: dict[str, list[str]],
    role: str,
    former: list[str],
    now_held: list[str],
    items: list[tuple[str, ItemState, str]],
    others: list[tuple[str, str, bool]],
) -> None:
    standing = in_their_hands(begun({**held, role: now_held}), items, others)
    came = [user for user in now_held if user not in former]
    found = hand_over(standing, role, set(former), came=came, now=NOW)
    gone = set(former) - set(now_held)
    if found is None:
        assert not gone or not now_held
        return
    before, after = owners(standing), owners(handed(standing, found))

    assert found.to == (came or now_held)[0]
    assert before.keys() == after.keys(), "open stays open"
    left = {user for user in gone if not works_here(standing, user)}
    assert not left & set(after.values())
    assert all(
        after[each] in {user, found.to} and (user in gone or after[each] == user) for each, user in before.items()
    )
    assert (
        sum(before[each] != after[each] for each in before)
        == found.count
        == sum(map(len, (found.items, found.blockers, found.risks, found.conditions, found.actions, found.readings)))
    )
    for user in gone - left:
        kept = [key for key, whose in before.items() if whose == user and after[key] != user]
        assert all(PLAYBOOK.item(str(key)).owner_role == role for key in kept), "what belongs to the role, and no more"
    for user in left:
        assert in_hands(handed(standing, found), user) == []


@given(hands, some_people, things, theirs)
def test_handing_over_twice_is_handing_over_once(
    held: dict[str, list[str]],
    former: list[str],
    items: list[tuple[str, ItemState, str]],
    others: list[tuple[str, str, bool]],
) -> None:
    standing = in_their_hands(begun({**held, ROLE: ["HEIR"]}), items, others)
    found = hand_over(standing, ROLE, set(former), came=["HEIR"], now=NOW)
    again = hand_over(handed(standing, found), ROLE, set(former), came=["HEIR"], now=NOW) if found else None

    assert not again


def test_actions_and_readings_go_along_and_an_action_counts_its_hands() -> None:
    standing = laden({ROLE: ["NEW"]})
    action = Action(UUID(int=6), PROGRAM.id, 1, "Ask legal", "OLD", date(2026, 1, 21), "X", NOW, hands=1)
    kpi = replace(HANDLING, reader="OLD", cadence_days=7)
    others = (replace(action, id=UUID(int=7), owner="X"), replace(action, id=UUID(int=8), done_at=NOW))
    standing = replace(standing, actions=(action, *others), kpis=(kpi, replace(HANDLING, id=UUID(int=9), reader="X")))

    found = passes(standing, "NEW")

    assert found
    assert found.actions == (replace(action, owner="NEW", hands=2),)
    assert found.readings == (replace(kpi, reader="NEW"),)
    assert found.count == 6


def test_what_is_taken_over_as_accepted_by_oneself_is_accepted_by_nobody() -> None:
    standing = laden({ROLE: ["NEW"]})
    (risk,) = standing.risks
    mine = replace(risk, accepted_by="NEW", accepted_at=NOW, acceptance="Small")

    found = passes(replace(standing, risks=(mine,)), "NEW")

    assert found and found.risks == (replace(risk, owner="NEW"),)


def test_what_is_settled_stays_with_who_did_it() -> None:
    standing = laden({ROLE: ["NEW"]})
    settled = {key: replace(each, state=ItemState.DONE) for key, each in standing.items.items()}
    found = passes(replace(standing, items=settled), "NEW")

    assert found and found.items == ()


def test_a_condition_that_waits_for_its_setter_is_not_in_its_owners_hands() -> None:
    given = (Condition("Mask names", "OLD", date(2026, 1, 22)),)
    signed = SignOff(
        UUID(int=9), PROGRAM.id, DISCOVERY.key, DISCOVERY.signers[0], "X", "X", NOW, state=SignOffState.CONDITIONAL,
        signed_at=NOW, conditions=given,
    )  # fmt: skip
    met = Step(UUID(int=1), PROGRAM.id, signed.id, 1, StepKind.MET, "here", None, "OLD", NOW)
    standing = replace(begun(), sign_offs=(signed,))

    assert in_hands(standing, "OLD") == [("Your condition: Mask names", date(2026, 1, 22))]
    assert in_hands(replace(standing, condition_steps=(met,)), "OLD") == []
