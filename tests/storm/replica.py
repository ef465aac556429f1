"""What `pilot run` does, by the storm's clock: `python -m tests.storm.replica`."""

import asyncio

from bot import logs, running, slack
from bot.ending import load_settings
from bot.settings import Settings
from tests.storm import pace

if __name__ == "__main__":
    clock = pace.told()
    slack.DELIVER_WITHIN /= clock.speed
    settings = load_settings(Settings)
    logs.configure(settings.pilot_log_format)
    asyncio.run(running.run(settings, clock))
