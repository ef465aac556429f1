"""Settings come from the environment or `.env`; what is wrong names itself and its remedy."""

from pathlib import Path

import pytest
from slack_bolt.app.async_app import AsyncApp

from bot.settings import LocalSettings, Settings, Unusable, load, with_driver

BOT = "xoxb-1-invented"
APP = "xapp-1-invented"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*Settings.model_fields, "slack_client_id", "slack_client_secret"):
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def told(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def test_a_bot_token_and_an_app_token_are_enough(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    settings = load(Settings)

    assert settings.uses_socket_mode
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite+aiosqlite:///pilot.db"
    assert settings.port == 8080


def test_without_an_app_token_slack_calls_over_http(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET="8f742231b10e8888abcd99yyyzzz85a5")

    assert not load(Settings).uses_socket_mode


def test_a_dotenv_file_is_read_and_the_environment_goes_before_it(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(
        f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN='{APP}'\nPORT=9000\nPILOT_LOG_FORMAT=json\n"
    )
    told(monkeypatch, PORT="9001")

    settings = load(Settings)

    assert (settings.port, settings.pilot_log_format) == (9001, "json")


def test_an_empty_one_counts_as_not_set(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_SIGNING_SECRET="", DATABASE_URL="")

    assert load(Settings).database_url == "sqlite+aiosqlite:///pilot.db"


def test_blanks_around_a_copied_token_do_no_harm(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=f" {BOT}\n", SLACK_APP_TOKEN=f"{APP} ")

    assert load(Settings).slack_bot_token.get_secret_value() == BOT


def test_every_missing_one_names_itself_and_the_remedy_in_a_line_of_its_own():
    with pytest.raises(Unusable) as refusal:
        load(Settings)

    token, secret = str(refusal.value).splitlines()
    assert token.startswith("SLACK_BOT_TOKEN is missing: copy the “Bot User OAuth Token”")
    assert secret.startswith("SLACK_SIGNING_SECRET is missing: without SLACK_APP_TOKEN")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-a-persons-token"),
        ("SLACK_APP_TOKEN", "xoxb-the-wrong-way-round"),
        ("SLACK_API_URL", "slack.com/api"),
        ("DATABASE_URL", "mysql://root:hunter2@db/pilot"),
        ("DATABASE_URL", "data/bot.db"),
        ("PILOT_PLAYBOOK", "nowhere/playbook"),
        ("PILOT_LOG_FORMAT", "xml"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
    ],
)
def test_a_wrong_one_names_itself_in_one_line_and_keeps_what_was_typed_to_itself(monkeypatch, name, value):
    told(monkeypatch, **{"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, name: value})

    with pytest.raises(Unusable) as refusal:
        load(Settings)

    (line,) = str(refusal.value).splitlines()
    assert line.startswith(f"{name} cannot be used: ")
    assert value not in line


def test_no_secret_is_in_what_settings_print(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, DATABASE_URL="postgresql://pilot:hunter2@db/pilot")

    printed = repr(load(Settings))

    assert not any(secret in printed for secret in (BOT, APP, "hunter2"))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///pilot.db", "sqlite+aiosqlite:///pilot.db"),
        ("sqlite+aiosqlite:////var/lib/pilot.db", "sqlite+aiosqlite:////var/lib/pilot.db"),
        ("postgres://a:b@c/d", "postgresql+asyncpg://a:b@c/d"),
        ("postgresql://a:b@c:5433/d", "postgresql+asyncpg://a:b@c:5433/d"),
        ("postgresql://a:b@c/d?sslmode=require", "postgresql+asyncpg://a:b@c/d?ssl=require"),
        ("postgresql+asyncpg://a@/d?host=/run/postgresql", "postgresql+asyncpg://a@/d?host=/run/postgresql"),
    ],
)
def test_a_database_address_gets_the_driver_that_the_bot_uses(given, used):
    assert with_driver(given) == used


def test_migrating_needs_no_slack():
    assert load(LocalSettings).pilot_playbook is None


def test_oauth_settings_in_the_environment_leave_bolt_with_the_bot_token(monkeypatch):
    told(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="invented")

    settings = load(Settings)

    assert AsyncApp(token=settings.slack_bot_token.get_secret_value()).oauth_flow is None
