"""Stand-ins: who may name whom for which days, what they may do, and whose work it counts as."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.delegations import Delegation, DelegationState, begun, check_takes_back, ended
from program.errors import Refused
from program.items import Item, ItemState
from program.people import Appointment
from program.sign_offs import SignOff, SignOffState
from program.signatures import SignatureState, check_signs, own_work, signature
from program.stand_ins import Wish, ending, name
from program.standings import Standing
from tests.program.examples import DISCOVERY, EVERY_ROLE, NOW, PROGRAM, refuses
from tests.program.examples import begun as program_begun

MONDAY, FRIDAY = date(2026, 1, 12), date(2026, 1, 16)
ROLE = "security"
WISH = Wish("SECURITY", "NEW", MONDAY, FRIDAY)


def named(standing: Standing | None = None, role: str = ROLE, wish: Wish = WISH) -> Delegation:
    standing = standing or program_begun()
    return name(standing, standing.playbook.role(role), wish, id=UUID(int=7), now=NOW)


def away(role: str = ROLE, user: str = "SECURITY", stand_in: str = "NEW") -> Standing:
    """Somebody acts for who is away, since an hour ago."""
    one = begun(named(role=role, wish=replace(WISH, user=user, stand_in=stand_in)), now=NOW - timedelta(hours=1))
    standing = program_begun()
    appointed = Appointment(PROGRAM.id, role, stand_in, NOW, user, for_user=user)
    return replace(standing, appointments=(*standing.appointments, appointed), delegations=(one,))


def test_it_begins_and_ends_at_midnight_where_the_program_is() -> None:
    one = named()

    assert one.starts_at.isoformat() == "2026-01-11T23:00:00+00:00"
    assert one.ends_at.isoformat() == "2026-01-16T23:00:00+00:00"
    assert one == Delegation(
        UUID(int=7), PROGRAM.id, ROLE, "SECURITY", "NEW", MONDAY, FRIDAY, one.starts_at, one.ends_at, "SECURITY", NOW
    )


def test_it_may_last_one_day_or_as_many_as_the_playbook_says() -> None:
    assert named(wish=replace(WISH, last=MONDAY)).last == MONDAY
    assert named(wish=replace(WISH, last=MONDAY + timedelta(days=27))).first == MONDAY


def test_it_overlaps_what_shares_a_day_with_it_until_it_is_over() -> None:
    one, day = named(), timedelta(days=1)

    assert one.overlaps(FRIDAY, FRIDAY + day) and one.overlaps(MONDAY - day, MONDAY)
    assert not one.overlaps(FRIDAY + day, FRIDAY + day) and not one.overlaps(MONDAY - day, MONDAY - day)
    assert not ended(one, now=NOW).overlaps(MONDAY, FRIDAY)


def test_it_covers_from_the_moment_it_began_to_the_moment_before_it_ended() -> None:
    one = begun(named(), now=NOW)
    over = ended(one, now=NOW + timedelta(hours=1))

    assert one == replace(named(), state=DelegationState.RUNNING, began_at=NOW)
    assert one.covers(NOW) and over.covers(NOW)
    assert not over.covers(NOW + timedelta(hours=1)) and not one.covers(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("role", "changes", "field", "sentence"),
    [
        (ROLE, {"user": "OTHER"}, "role", "Only whoever holds Security"),
        ("auditor", {"user": "AUDITOR"}, "role", "wants the Auditor in person"),
        (ROLE, {"first": None}, "first", "Choose the first day and the last"),
        (ROLE, {"last": None}, "last", "Choose the first day and the last"),
        (ROLE, {"first": date(2026, 1, 11)}, "first", "This day has passed"),
        (ROLE, {"last": date(2026, 1, 11)}, "last", "before the first"),
        (ROLE, {"last": date(2026, 2, 9)}, "last", "28 days at the most"),
        (ROLE, {"stand_in": None}, "stand_in", "Choose somebody else to stand in"),
        (ROLE, {"stand_in": "SECURITY"}, "stand_in", "Choose somebody else to stand in"),
        ("risk-owner", {"user": "RISK-OWNER", "stand_in": "PRODUCT-OWNER"}, "stand_in", "approves their own work"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    role: str, changes: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        named(role=role, wish=replace(WISH, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_nobody_stands_in_twice_passes_it_on_or_is_away_themselves() -> None:
    standing = away()
    two = program_begun(EVERY_ROLE | {ROLE: ["SECURITY", "OTHER"]})
    there = replace(two, delegations=standing.delegations)

    with refuses("a stand-in for some of these days", field="first"):
        named(standing)
    with refuses("a stand-in cannot pass it on", field="role"):
        named(standing, wish=replace(WISH, user="NEW", stand_in="LEGAL"))
    with refuses("acts as Security already", field="stand_in"):
        named(there, wish=replace(WISH, user="OTHER"))
    with refuses("away on some of these days", field="stand_in"):
        named(standing, role="legal", wish=replace(WISH, user="LEGAL", stand_in="SECURITY"))
    office = replace(program_begun(EVERY_ROLE | {"legal": ["NEW"]}), delegations=standing.delegations)
    with refuses("You stand in for <@SECURITY>", field="first"):
        named(office, role="legal", wish=replace(WISH, user="NEW", stand_in="OTHER"))


def test_a_stand_in_of_one_role_cannot_take_another_that_does_not_go_with_it() -> None:
    standing = away("product-owner", "PRODUCT-OWNER")

    with refuses("nobody approves their own work", field="stand_in"):
        named(standing, role="risk-owner", wish=replace(WISH, user="RISK-OWNER"))


def test_while_it_lasts_the_stand_in_is_asked_and_the_absent_is_not() -> None:
    standing = away()

    assert standing.holders[ROLE] == ("NEW",)
    assert standing.appointed[ROLE] == ("SECURITY",)
    assert standing.hands[ROLE] == ("SECURITY", "NEW")
    found = signature(standing, DISCOVERY, ROLE)
    assert (found.state, found.user) == (SignatureState.NOT_ASKED, "NEW")


def test_what_the_absent_took_is_owed_by_their_stand_in() -> None:
    standing = away()
    entry = standing.playbook.items[0]
    standing = replace(standing, items={entry.key: Item(entry.key, ItemState.IN_PROGRESS, "SECURITY")})

    assert standing.owners(entry) == ("NEW",)


def test_the_risk_owner_signs_in_person() -> None:
    standing = away("risk-owner", "RISK-OWNER")
    gate = next(gate for gate in standing.playbook.gates if "risk-owner" in gate.signers)
    asked = SignOff(UUID(int=8), PROGRAM.id, gate.key, "risk-owner", "NEW", "PROGRAM-MANAGER", NOW)

    assert standing.asked("sign", gate)["risk-owner"] == ("RISK-OWNER",)
    with pytest.raises(Refused, match="to sign in person"):
        check_signs(standing, asked, by="NEW")
    with pytest.raises(Refused, match="has changed hands"):
        check_signs(standing, replace(asked, user="OTHER"), by="OTHER")


def test_the_absent_takes_it_back_before_signing_again() -> None:
    asked = SignOff(UUID(int=8), PROGRAM.id, DISCOVERY.key, ROLE, "SECURITY", "PROGRAM-MANAGER", NOW)

    with pytest.raises(Refused, match="Somebody stands in for you"):
        check_signs(away(), asked, by="SECURITY")


def test_nobody_approves_what_they_or_whom_they_stand_in_for_delivered() -> None:
    standing = away()
    key = next(key for key in DISCOVERY.deliverables)
    by_the_absent = replace(standing, items={key: Item(key, ItemState.DONE, None, "x", None, "SECURITY", NOW)})
    by_the_stand_in = replace(standing, items={key: Item(key, ItemState.DONE, None, "x", None, "NEW", NOW)})
    role = next(role for role in DISCOVERY.signers if own_work(by_the_absent, DISCOVERY, role, "SECURITY"))

    assert own_work(by_the_stand_in, DISCOVERY, role, "SECURITY"), "done for them"
    assert role != ROLE or own_work(by_the_absent, DISCOVERY, role, "NEW")


def test_who_did_it_for_whom_stays_known_when_it_is_over() -> None:
    standing = away()
    over = replace(standing, delegations=(ended(standing.delegations[0], now=NOW + timedelta(days=1)),))

    assert over.acted_for("NEW", NOW, ROLE) == over.acted_for("NEW", NOW) == "SECURITY"
    assert over.acted_for("NEW", NOW, "legal") is None
    assert over.acted_for("NEW", NOW + timedelta(days=2), ROLE) is None
    assert over.acted_for(None, None, ROLE) is None
    assert over.signed_for(None) is None
    asked = SignOff(UUID(int=8), PROGRAM.id, DISCOVERY.key, ROLE, "NEW", "PROGRAM-MANAGER", NOW)
    signed = replace(asked, state=SignOffState.APPROVED, signed_at=NOW)
    assert (over.signed_for(signed), over.signed_for(asked)) == ("SECURITY", None)
    assert over.signed_for(replace(signed, role="legal")) is None
    assert over.signed_for(replace(signed, user="OTHER")) is None
    assert (standing.stand_ins(ROLE), standing.stand_ins("legal"), over.stand_ins(ROLE)) == (("NEW",), (), ())


def test_it_is_taken_back_by_the_absent_or_who_appoints_and_once() -> None:
    one = named()

    check_takes_back(one, by="SECURITY", may_appoint=False)
    check_takes_back(one, by="SPONSOR", may_appoint=True)
    with pytest.raises(Refused, match="or whoever may appoint"):
        check_takes_back(one, by="NEW", may_appoint=False)
    over = ended(one, now=NOW)
    assert ended(over, now=NOW + timedelta(days=1)) == over
    with pytest.raises(Refused, match="over already"):
        check_takes_back(over, by="SECURITY", may_appoint=False)


def test_it_ends_with_the_role_and_when_the_stand_in_leaves() -> None:
    standing = away()

    assert ending(standing, "SECURITY", [ROLE]) == list(standing.delegations)
    assert ending(standing, "NEW", [], leaves=True) == list(standing.delegations)
    assert not ending(standing, "SECURITY", [], leaves=True), "who goes gives up their roles, each by name"
    assert not ending(standing, "SECURITY", ["legal"])
    assert not ending(standing, "NEW", [ROLE])


# --- whoever names whom, whenever -----------------------------------------------------------------------------------

PEOPLE = ["ANNA", "BO", "CLEO", "DAN"]
HELD = {"sponsor": ["ANNA"], "product-owner": ["BO"], "security": ["CLEO", "BO"], "risk-owner": ["CLEO"],
        "legal": ["DAN", "ANNA"], "auditor": ["DAN"]}  # fmt: skip
people = st.sampled_from(PEOPLE)
seats = st.sampled_from([(role, user) for role, users in HELD.items() for user in users])
wishes = st.tuples(
    seats | seats | st.tuples(st.sampled_from(sorted(HELD)), people), people, st.integers(0, 6), st.integers(-1, 30)
)
plans = st.lists(st.tuples(st.integers(0, 12), wishes), min_size=6, max_size=15)
Plans = list[tuple[int, tuple[tuple[str, str], str, int, int]]]


def at(day: int) -> datetime:
    return NOW + timedelta(days=day)


def settle(standing: Standing, now: datetime) -> Standing:
    """As the tick does it: what is due begins, what is over ends, and whoever is away has their stand-in appointed."""
    found = []
    for each in standing.delegations:
        one = begun(each, now=now) if each.began_at is None and each.starts_at <= now < each.ends_at else each
        found.append(ended(one, now=now) if now >= one.ends_at else one)
    instead = [
        Appointment(PROGRAM.id, each.role, each.stand_in, now, each.user, for_user=each.user)
        for each in found
        if each.is_open and each.began_at
    ]
    own = [each for each in standing.appointments if not each.for_user]
    return replace(standing, delegations=tuple(found), appointments=(*own, *instead))


def years(plan: Plans) -> list[tuple[datetime, Standing]]:
    """Days on which people name stand-ins, or try to; the standing after each, with its moment."""
    standing, day, found = program_begun(HELD), 0, []
    for number, (later, ((role, user), stand_in, first, length)) in enumerate(plan):
        day += later
        today = (NOW + timedelta(days=day)).date()
        standing = settle(standing, at(day))
        wish = Wish(user, stand_in, today + timedelta(days=first), today + timedelta(days=first + length))
        with suppress(Refused):
            one = name(standing, standing.playbook.role(role), wish, id=UUID(int=number), now=at(day))
            standing = settle(replace(standing, delegations=(*standing.delegations, one)), at(day))
        found.append((at(day), standing))
    return found


@given(plans)
def test_a_stand_in_is_somebody_else_for_a_holder_and_for_a_few_weeks(plan: Plans) -> None:
    for _, standing in years(plan):
        for each in standing.delegations:
            assert each.user in standing.appointed[each.role]
            assert each.stand_in not in standing.appointed[each.role]
            assert standing.playbook.role(each.role).delegable
            assert 1 <= (each.last - each.first).days + 1 <= standing.playbook.limits.stand_in_days
            assert each.at.date() <= each.first
            assert each.starts_at < each.ends_at


@given(plans)
def test_nobody_has_two_stand_ins_acts_twice_in_a_role_or_is_away_while_they_act(plan: Plans) -> None:
    for _, standing in years(plan):
        for each in standing.delegations:
            there = [other for other in standing.delegations if other != each and other.overlaps(each.first, each.last)]
            if each.is_open:
                assert (each.user, each.role) not in {(other.user, other.role) for other in there}
                assert (each.stand_in, each.role) not in {(other.stand_in, other.role) for other in there}
                assert each.user not in {other.stand_in for other in there}
                assert each.stand_in not in {other.user for other in there}


@given(plans, st.integers(0, 400))
def test_somebody_acts_for_another_within_the_days_alone(plan: Plans, hours: int) -> None:
    moment = NOW + timedelta(hours=hours)
    for now, standing in years(plan):
        for each in standing.delegations:
            if each.covers(moment) and each.ended_at:
                assert each.starts_at <= moment < each.ended_at
            assert not each.covers(each.starts_at - timedelta(seconds=1))
            assert each.ended_at is None or not each.covers(each.ended_at)
        for user in PEOPLE:
            acts_for = standing.acted_for(user, now)
            open_ones = [each for each in standing.delegations if each.stand_in == user and each.covers(now)]
            assert acts_for in {each.user for each in open_ones} | {None}
            assert bool(acts_for) == bool(open_ones)


@given(plans)
def test_whoever_decides_and_whoever_signs_for_the_risk_does_so_in_person(plan: Plans) -> None:
    for _, standing in years(plan):
        for gate in standing.playbook.gates:
            assert set(standing.asked("decide", gate)[gate.decider]) <= set(standing.appointed[gate.decider])
            for duty in ("sign", "vote"):
                for role, users in standing.asked(duty, gate).items():
                    if duty not in standing.playbook.role(role).delegable:
                        assert users == standing.appointed[role]


@given(plans)
def test_a_role_is_never_without_hands_and_nobody_has_two_of_them(plan: Plans) -> None:
    for _, standing in years(plan):
        for role, users in standing.holders.items():
            assert len(users) == len(set(users))
            assert bool(users) == bool(standing.appointed[role])
            away = {each.for_user for each in standing.appointments if each.role == role and each.for_user}
            assert not away & set(users), "who is away and yet asked"
