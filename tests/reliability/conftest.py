"""A workspace in a real database, once on SQLite and once on PostgreSQL."""

from tests.storage.conftest import database, workspace

__all__ = ["database", "workspace"]
