"""Fails where the tables in Python and those that the migrations make differ; on a fresh SQLite database."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.util import CommandError

from storage.migrating import check, migrate

with TemporaryDirectory() as folder:
    url = f"sqlite+aiosqlite:///{Path(folder) / 'fresh.db'}"
    migrate(url)
    try:
        check(url)
    except CommandError as difference:
        sys.exit(f"Write a migration: {difference}")
