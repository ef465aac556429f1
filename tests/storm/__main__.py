"""`make storm SECONDS=600 SEED=1`: a storm by hand, and its ledger."""

import asyncio
import sys
from pathlib import Path
from random import SystemRandom

import click

from tests import postgresql
from tests.storm.blowing import blow, commit


@click.command()
@click.option("--seconds", default=60.0, show_default=True, help="How long it blows.")
@click.option("--seed", type=int, help="The same seed is the same weather; without one, any.")
@click.option("--logs", type=click.Path(file_okay=False, path_type=Path), help="Keep the replicas' logs there.")
@click.option("--speed", default=1.0, show_default=True, help="Of delivery time.")
def main(*, seconds: float, seed: int | None, speed: float, logs: Path | None) -> None:
    seed = SystemRandom().randrange(1_000_000) if seed is None else seed
    click.echo(f"seed {seed}, commit {commit()}")
    with postgresql.running() as postgres:
        verdict = asyncio.run(blow(postgres, seconds, seed, speed, logs))
    click.echo(str(verdict))
    sys.exit(not verdict.is_good)


main()
