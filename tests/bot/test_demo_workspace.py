"""The demo workspace is built once, and only where both memories are new."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.command_line import main
from bot.settings import Settings
from sandbox.store import Store
from storage import workspaces
from storage.database import Database
from storage.migrating import migrate

PILOT = Path(sys.executable).with_name("pilot")
HALF_BUILT = "The demo workspace was left half-built. Begin anew: make sandbox FRESH=1.\n"


def _told(state: Path, *, is_told: bool) -> None:
    store = Store(state)
    store.save("", "story", "demo", {"is_told": is_told})
    store.close()


def _clean() -> dict[str, str]:
    settings = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in settings}


def test_a_story_that_was_cut_short_is_begun_anew(tmp_path: Path, unused_tcp_port: int) -> None:
    _told(tmp_path / "slack.db", is_told=False)

    result = CliRunner().invoke(main, _sandbox(tmp_path, unused_tcp_port))

    assert (result.exit_code, result.stderr) == (2, HALF_BUILT)


def test_the_memory_of_another_workspace_is_refused(tmp_path: Path, unused_tcp_port: int) -> None:
    address = f"sqlite+aiosqlite:///{tmp_path / 'pilot.db'}"
    migrate(address)

    async def meet() -> None:
        database = Database(address)
        async with database.writing() as session:
            await workspaces.meet(session, team="T0OTHER", enterprise=None, name="Other", bot_user="U0BOT")
        await database.close()

    asyncio.run(meet())

    result = CliRunner().invoke(main, _sandbox(tmp_path, unused_tcp_port))

    assert result.exit_code == 2
    assert "remembers a workspace" in result.stderr
    assert "make sandbox FRESH=1" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_a_second_start_tells_no_story(tmp_path: Path, unused_tcp_port: int) -> None:
    _told(tmp_path / "slack.db", is_told=True)

    command = [str(PILOT), *_sandbox(tmp_path, unused_tcp_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_clean()) as process:
        assert process.stdout
        said = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    assert said == f"Slack, with Pilot in it, is at http://127.0.0.1:{unused_tcp_port}\n"


def _sandbox(folder: Path, port: int) -> list[str]:
    places = ["--state", str(folder / "slack.db"), "--database", f"sqlite:///{folder / 'pilot.db'}"]
    return ["sandbox", "--port", str(port), *places]
