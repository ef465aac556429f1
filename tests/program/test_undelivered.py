from dataclasses import replace

import pytest

from program.errors import Refused
from program.undelivered import Fate, Undelivered, check_can_retry
from tests.program.examples import NOW

FAILED = Undelivered(1, "Owing:U1", "a reminder", "@U1", Fate.FAILED, "channel_not_found", NOW, None)


def test_what_slack_refused_is_sent_again_and_what_is_too_late_is_not() -> None:
    check_can_retry(FAILED)
    check_can_retry(replace(FAILED, fate=Fate.UNKNOWN))
    with pytest.raises(Refused, match="Its time has passed"):
        check_can_retry(replace(FAILED, fate=Fate.SKIPPED))
