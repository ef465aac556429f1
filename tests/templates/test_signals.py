"""Signs of trouble as they are shown: by mode, with what to do; the gravest in the status."""

from dataclasses import replace

from templates import signals as shown
from tests.program.examples import NOW, PLAYBOOK, begun
from tests.program.test_signals import END


def test_each_sign_has_its_evidence_what_to_do_and_a_button() -> None:
    message = shown.shown(begun(), END)
    text = str(message.blocks)

    assert "The goal has no figure" in text and "there is no KPI" in text and "→" in text
    buttons = [each["accessory"]["action_id"] for each in message.blocks if "accessory" in each]
    assert len(buttons) == len(set(buttons)) > 10
    assert len(message.blocks) <= 50


def test_the_status_names_the_three_gravest_or_nothing() -> None:
    assert shown.brief(begun(), END).count("⚠️") == 3
    assert "more: `/pilot signals`" in shown.brief(begun(), END)
    assert shown.brief(replace(begun(), playbook=replace(PLAYBOOK, failure_modes=())), NOW) == ""
