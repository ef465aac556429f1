"""Brings a database to the schema that this version needs, and back. Alembic is imported only here, when it is used."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config


def migrate(url: str, revision: str = "head") -> None:
    """Blocks, and opens its own event loop: call it from a thread where one is running already."""
    from alembic import command

    command.upgrade(_config(url), revision)


def go_back(url: str, revision: str) -> None:
    from alembic import command

    command.downgrade(_config(url), revision)


def check(url: str) -> None:
    """Raises `alembic.util.CommandError` where the tables in Python and those of the migrations differ."""
    from alembic import command

    command.check(_config(url))


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config
