"""A short storm, as a part of the tests; `make storm` blows for as long as one likes."""

from tests import postgresql
from tests.storm.blowing import blow
from tests.storm.weather import EVERY, forecast

SECONDS, SEED, SPEED = 20.0, 2026, 6.0


async def test_nothing_is_lost_or_doubled_in_a_storm() -> None:
    with postgresql.running() as postgres:
        verdict = await blow(postgres, SECONDS, SEED, SPEED)

    assert verdict.is_good, f"\n{verdict}"
    assert verdict.acknowledged, f"people got nothing done\n{verdict}"


def test_the_same_seed_is_the_same_weather_and_has_some_of_everything() -> None:
    assert forecast(7, 60, 1) == forecast(7, 60, 1) != forecast(8, 60, 1)
    assert {trouble.kind for trouble in forecast(7, 5, 1)} == set(EVERY)
