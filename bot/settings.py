"""What the bot is told from outside: environment variables, or a `.env` file where it starts."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

REMEDIES = {
    "SLACK_BOT_TOKEN": "copy the “Bot User OAuth Token” (xoxb-…) from your app's page “OAuth & Permissions”.",
    "SLACK_APP_TOKEN": (
        "make an app-level token (xapp-…) with connections:write on your app's page “Basic Information”, "
        "or leave it out to be called over HTTP."
    ),
    "SLACK_SIGNING_SECRET": (
        "without SLACK_APP_TOKEN Slack calls over HTTP: copy the “Signing Secret” from your app's page "
        "“Basic Information”, or set SLACK_APP_TOKEN for Socket Mode."
    ),
    "SLACK_API_URL": (
        "give a Web API's base address, such as http://127.0.0.1:8080/api/, or leave it out for Slack's own."
    ),
    "DATABASE_URL": ("write sqlite+aiosqlite:///pilot.db, or postgresql://user:password@host/database for PostgreSQL."),
    "PILOT_PLAYBOOK": "name a folder that exists, or leave it out for the playbook that comes with the bot.",
    "PILOT_LOG_FORMAT": "write console or json.",
    "PORT": "write a number from 1 to 65535.",
    "PILOT_HEALTH_PORT": "write a number from 1 to 65535, or leave it out where nothing watches over the bot.",
}

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class Unusable(Exception):
    """Settings are missing or wrong; the message has one line for each, naming it and its remedy."""


def with_driver(value: str) -> str:
    """The address with the driver that the bot uses, and TLS asked for in that driver's word."""
    scheme, separator, rest = value.strip().partition("://")
    if not separator or scheme not in DRIVERS:
        raise ValueError
    return f"{DRIVERS[scheme]}://{re.sub('(?<=[?&])sslmode=', 'ssl=', rest)}"


def _slack_address(value: str) -> str:
    if not re.match(r"https?://[^/\s]", value):
        raise ValueError
    return value.rstrip("/") + "/"


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError
    return value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _token(prefix: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(prefix):
            raise ValueError
        return value

    return AfterValidator(check)


class LocalSettings(BaseSettings):
    """What is needed without Slack."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: Annotated[str, AfterValidator(with_driver)] = Field("sqlite+aiosqlite:///pilot.db", repr=False)
    pilot_playbook: Annotated[Path, AfterValidator(_folder)] | None = None
    pilot_log_format: Literal["console", "json"] = "console"


class Settings(LocalSettings):
    """What a bot at work needs."""

    slack_bot_token: Annotated[SecretStr, BeforeValidator(_stripped), _token("xoxb-")]
    slack_app_token: Annotated[SecretStr, BeforeValidator(_stripped), _token("xapp-")] | None = None
    slack_signing_secret: Annotated[SecretStr, BeforeValidator(_stripped)] | None = Field(None, validate_default=True)
    slack_api_url: Annotated[str, AfterValidator(_slack_address)] = "https://slack.com/api/"
    port: int = Field(8080, ge=1, le=65535)
    pilot_health_port: int | None = Field(None, ge=1, le=65535)

    @property
    def uses_socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @field_validator("slack_signing_secret")
    @classmethod
    def _needed_over_http(cls, value: SecretStr | None, known: ValidationInfo) -> SecretStr | None:
        if value is None and known.data.get("slack_app_token", "wrong") is None:
            raise PydanticCustomError("missing", "is missing")
        return value


S = TypeVar("S", bound=LocalSettings)


def load(kind: type[S]) -> S:
    """Raises `Unusable`. Takes away what would switch Bolt to OAuth and silently drop the token."""
    os.environ.pop("SLACK_CLIENT_ID", None)
    os.environ.pop("SLACK_CLIENT_SECRET", None)
    try:
        return kind()
    except ValidationError as invalid:
        raise Unusable("\n".join(_remedies(invalid))) from None  # its own words would repeat the secrets


def _remedies(invalid: ValidationError) -> list[str]:
    wrong = {str(error["loc"][0]).upper(): error["type"] for error in invalid.errors(include_input=False)}
    return [
        f"{name} {'is missing' if kind == 'missing' else 'cannot be used'}: {REMEDIES[name]}"
        for name, kind in wrong.items()
    ]
