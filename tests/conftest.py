"""Fixtures that cost something to make: PostgreSQL, a migrated database on either engine, a browser."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from playwright.async_api import Browser, Page, async_playwright

from tests import chromium, postgresql
from tests.postgresql import Postgres

TEMPLATE = "pilot_template"

# How long an example takes says how busy the machine is, not whether a rule holds.
settings.register_profile("untimed", deadline=None)
settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=25, database=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgresql.running() as server:
        server.be_careless()
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    from storage.migrating import migrate

    migrate(postgres.create(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from storage.migrating import migrate

    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own, once on each engine."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "pilot.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'pilot.db'}"
    else:
        yield from _own(request.getfixturevalue("postgres"), request.getfixturevalue("migrated_postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own with nothing in it, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'pilot.db'}"
    else:
        yield from _own(request.getfixturevalue("postgres"), "template1")


def _own(postgres: Postgres, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    yield postgres.create(name, template=template)
    postgres.drop(name)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return chromium.find() or pytest.fail(chromium.REMEDY)


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A headless Chromium that reaches this machine and nothing else."""
    only_here = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--disable-gpu", "--disable-background-networking", "--no-first-run", only_here],
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
        )
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> Page:
    return await browser.new_page()
