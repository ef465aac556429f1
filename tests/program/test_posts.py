from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from program.posts import Owing, Post, Subject, WeeklyPrompt, in_channel, in_program, on_home, to_person
from tests.program.examples import NOW

PROGRAM = UUID(int=7)


@dataclass(frozen=True, slots=True)
class Written(Subject):
    """It has waited long, and is still worth saying."""

    words: str
    loud: bool = False


def test_a_subject_is_stored_and_read_again_whole() -> None:
    prompt = WeeklyPrompt(PROGRAM, date(2026, 1, 12))

    assert prompt.as_json() == {"program": str(PROGRAM), "monday": "2026-01-12"}
    assert WeeklyPrompt.from_json(prompt.as_json()) == prompt
    assert WeeklyPrompt.from_json(prompt.as_json() | {"of a later version": 1}) == prompt


def test_a_subject_of_the_same_things_has_the_same_key() -> None:
    first, second = date(2026, 1, 12), date(2026, 1, 19)

    assert WeeklyPrompt(PROGRAM, first).key == f"WeeklyPrompt:{PROGRAM}:2026-01-12"
    assert WeeklyPrompt(PROGRAM, first).key == WeeklyPrompt(PROGRAM, first).key
    assert WeeklyPrompt(PROGRAM, first).key != WeeklyPrompt(PROGRAM, second).key


def test_what_lives_for_a_while_expires_and_the_rest_never_does() -> None:
    owing, posted = Owing("U1", date(2026, 1, 12)), Written("hello")

    assert Post(owing, "@U1", NOW).expires_at == NOW + timedelta(hours=24)
    assert Post(posted, "C1", NOW).expires_at is None


def test_each_place_has_its_own_address() -> None:
    places = {in_channel("C1"), in_program(PROGRAM), to_person("U1"), on_home("U1")}

    assert places == {"C1", f"program:{PROGRAM}", "@U1", "home:U1"}


def test_what_is_neither_an_id_nor_a_day_is_stored_as_it_is() -> None:
    assert Written.from_json(Written("hello", loud=True).as_json()) == Written("hello", loud=True)
