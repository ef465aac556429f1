"""Surveys as Slack takes them, whatever people wrote."""

from dataclasses import replace
from uuid import uuid4

import pytest

from program import surveys
from program.pilots import Pilot
from program.surveys import Answer
from templates import packets, status
from templates import surveys as shown
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun
from tests.program.test_surveys import ROUND, SAID
from tests.templates.extremes import NASTY, filled, taken


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_form_list_and_result(text: str) -> None:
    comment = filled(text, 1000)
    given = [Answer(uuid4(), ROUND.id, "users", f"U{place}", SAID | {"comment": comment}) for place in range(30)]
    last = surveys.closed(ROUND, given, PLAYBOOK, by="ANN", now=NOW)
    rounds = (*(replace(last, id=uuid4(), number=number) for number in range(1, 12)), replace(ROUND, number=12))
    standing = replace(begun(), surveys=rounds)
    pilot = Pilot(PROGRAM.id, {"users": ["U1"] * 30}, why=filled(text, 200))

    assert "12 of 30 answered" in taken(shown.overview(standing, pilot, (12, 30), may_enrol=True, may_run=True))
    taken(shown.overview(begun(), Pilot(PROGRAM.id), (0, 0), may_enrol=True, may_run=True))
    taken(shown.enrol(PROGRAM, pilot, PLAYBOOK))
    taken(shown.start(PROGRAM, 30, ROUND.closes_on, PLAYBOOK))
    taken(shown.form(ROUND, PLAYBOOK.questionnaires[0], given[0]))
    for stopped in (True, False):
        taken(shown.asked(PROGRAM, ROUND, given[0], PLAYBOOK.limits, stopped=stopped))
    taken(shown.nudge(PROGRAM, ROUND))
    assert "in the round before" in taken(shown.results(standing, rounds[1]))
    assert "They accept it" in taken(shown.closed(standing, rounds[1]))


def test_the_last_results_show_in_status_and_packet() -> None:
    given = [Answer(uuid4(), ROUND.id, "users", f"U{place}", SAID) for place in range(6)]
    standing = replace(begun(), surveys=(surveys.closed(ROUND, given, PLAYBOOK, by="ANN", now=NOW),))
    told = "Pilot users (6 of 6 answered): they accept it"
    assert told in str(status.status(standing, NOW).blocks)
    assert told in str(packets.shown(standing, GO_NO_GO, {}))
    assert "From the pilot" not in str(status.status(begun(), NOW).blocks)
