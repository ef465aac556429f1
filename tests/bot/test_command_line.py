"""`pilot`, as it is typed: what it prints, and how it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.command_line import main
from bot.settings import Settings
from playbook.loader import SHIPPED

Pilot = Callable[..., Result]
PILOT = str(Path(sys.executable).with_name("pilot"))


@pytest.fixture
def pilot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pilot:
    """Types a command line in an empty folder, with these settings and no others."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def typed(*words: str, **settings: str) -> Result:
        result = CliRunner().invoke(main, words, env=settings)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return typed


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_help_names_every_command(pilot):
    assert all(name in pilot("--help").output for name in ("sandbox", "run", "migrate", "playbook", "doctor"))


def test_run_without_a_token_says_what_is_missing_on_stderr(pilot):
    result = pilot("run")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("SLACK_BOT_TOKEN is missing: copy the “Bot User OAuth Token”")


def test_run_on_a_taken_port_says_what_to_do(pilot, taken_port):
    result = pilot("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="invented", PORT=str(taken_port))

    assert result.exit_code == 2
    assert result.stderr == (
        f"Port {taken_port} cannot be used (address already in use): stop what uses it, or set PORT.\n"
    )


def test_run_on_a_database_that_was_not_migrated_says_what_to_do(pilot):
    result = pilot("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")

    assert result.exit_code == 2
    assert result.stderr == "The database is not ready: pilot.db does not exist yet: run `pilot migrate`.\n"


def test_run_where_slack_does_not_answer_says_so(pilot):
    pilot("migrate")

    result = pilot("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", SLACK_API_URL="http://127.0.0.1:1/")

    assert result.exit_code == 2
    assert "Slack cannot be reached" in result.stderr


def test_migrate_makes_the_database_and_may_be_repeated(pilot, tmp_path):
    for _ in range(2):
        assert pilot("migrate").stdout == "The database is up to date.\n"

    assert (tmp_path / "pilot.db").exists()


@pytest.mark.parametrize(
    "address", ["postgresql://pilot:hunter2@127.0.0.1:1/pilot", "sqlite:////no/such/folder/pilot.db"]
)
def test_migrate_names_a_database_out_of_reach(pilot, address):
    result = pilot("migrate", DATABASE_URL=address)

    assert result.exit_code == 2
    assert result.stderr.startswith("The database was not migrated: it cannot be reached (")
    assert "hunter2" not in result.stderr


def test_doctor_ends_with_1_when_something_is_wrong(pilot):
    result = pilot("doctor")

    assert result.exit_code == 1
    assert "mend  SLACK_BOT_TOKEN: it is missing" in result.stdout


def test_the_playbook_that_ships_is_sound(pilot):
    result = pilot("playbook", "check")

    assert result.exit_code == 0
    assert "5 phases, 14 weeks" in result.stdout
    assert "40 checklist items, 15 roles" in result.stdout


def test_a_playbook_with_mistakes_is_told_file_by_file(pilot, tmp_path):
    (tmp_path / "phases.toml").write_text("[[phases]", encoding="utf-8")

    result = pilot("playbook", "check", str(tmp_path))

    assert result.exit_code == 1
    assert "phases.toml: " in result.stderr
    assert "weeks: " in result.stderr


def test_a_playbook_that_is_not_there(pilot):
    assert pilot("playbook", "check", "nowhere").exit_code == 2
    assert pilot("playbook", "show", PILOT_PLAYBOOK="nowhere").stderr.startswith("PILOT_PLAYBOOK cannot be used: ")


def test_the_playbook_as_json_has_every_list(pilot):
    shown = json.loads(pilot("playbook", "show", "--json").stdout)

    lengths = {name: len(shown[name]) for name in ("phases", "weeks", "gates", "checklist", "roles")}
    assert lengths == {"phases": 5, "weeks": 14, "gates": 6, "checklist": 40, "roles": 15}
    assert {each["phase"] for each in shown["deliverables"]} == {each["key"] for each in shown["phases"]}
    assert all(each["section"] for each in shown["checklist"])


def test_two_playbooks_are_compared_part_by_part(pilot, tmp_path):
    ours = tmp_path / "ours"
    shutil.copytree(SHIPPED, ours, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    roles = ours / "roles.toml"
    roles.write_text(roles.read_text().replace('title = "Legal"', 'title = "Counsel"'))

    assert "changed  role legal: Counsel (title)" in pilot("playbook", "diff", str(ours)).stdout
    assert "No part differs." in pilot("playbook", "diff", str(ours), str(ours)).stdout
    assert "changed  role legal: Legal (title)" in pilot("playbook", "diff", str(ours), str(SHIPPED)).stdout


def test_a_comparison_needs_something_to_compare(pilot):
    assert "Name two folders, or one, or --program CODE" in pilot("playbook", "diff").stderr
    pilot("migrate", DATABASE_URL="sqlite:///here.db")
    lost = pilot("playbook", "diff", "--program", "CLAIMS", DATABASE_URL="sqlite:///here.db")
    assert lost.stderr == "There is no program “CLAIMS”: give its code, as `/pilot status` shows it.\n"


def test_the_playbook_in_words_goes_from_week_0_to_13(pilot):
    shown = pilot("playbook", "show").stdout

    assert shown.index("Week 0: ") < shown.index("Week 13: ") < shown.index("Checklist: ") < shown.index("Roles")


def test_the_sandbox_on_a_taken_port_says_what_to_do_and_keeps_what_is_there(pilot, taken_port, tmp_path):
    (tmp_path / "sandbox-slack.db").touch()

    result = pilot("sandbox", "--port", str(taken_port), "--fresh")

    assert result.exit_code == 2
    assert f"Port {taken_port} cannot be used" in result.stderr
    assert f"make sandbox PORT={taken_port + 2}" in result.stderr
    assert (tmp_path / "sandbox-slack.db").exists()


def test_the_sandbox_wants_a_database_address(pilot):
    result = pilot("sandbox", "--port", str(free_port()), "--database", "rehearsal")

    assert (result.exit_code, result.stderr) == (2, "--database takes an address such as sqlite:///rehearsal.db.\n")


def test_fresh_never_empties_a_postgresql_database(pilot):
    result = pilot("sandbox", "--port", str(free_port()), "--fresh", "--database", "postgresql://db/pilot")

    assert result.exit_code == 2
    assert "Empty a PostgreSQL database yourself" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_alone_serves_a_workspace_until_it_is_told_to_end(tmp_path, ending):
    port = free_port()
    command = [PILOT, "sandbox", "--without-bot", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=_clean()) as process:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        members = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/members"))
        process.send_signal(ending)
        assert process.wait(10) == 0

    assert f"Slack is at http://127.0.0.1:{port}" in said
    assert f"SLACK_API_URL=http://127.0.0.1:{port}/api/" in said
    assert {"sponsor", "product-owner", "security"} <= {member["name"] for member in members}


def test_no_command_waits_for_what_only_another_one_needs():
    loaded = "import sys, bot.command_line; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True).stdout.split()

    assert not {"sqlalchemy", "alembic", "slack_sdk", "slack_bolt", "uvicorn", "sandbox"} & set(modules)


def _clean() -> dict[str, str]:
    settings = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in settings}
