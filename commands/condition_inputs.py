"""Reads the conditions that people wrote into a form."""

from collections.abc import Iterator

from commands.services import Form
from program.errors import Refused
from program.sign_offs import Condition
from templates.condition_inputs import Begun


def begun_conditions(form: Form, most: int) -> list[Begun]:
    """All fields as they were left, to show them again."""
    return [
        Begun(form.text(f"condition-{number}"), form.user(f"owner-{number}"), form.date(f"due-{number}"))
        for number in range(1, most + 1)
    ]


def read_conditions(form: Form, most: int) -> Iterator[Condition]:
    """Those that were begun; each needs its three parts."""
    for number, each in enumerate(begun_conditions(form, most), start=1):
        if each == Begun():
            continue
        if not each.text:
            raise Refused("What is the condition? Write it, or empty the fields below.", field=f"condition-{number}")
        if not each.owner:
            raise Refused("Who makes sure of it? Choose a person.", field=f"owner-{number}")
        if not each.due:
            raise Refused("By when must it be met? Choose a day.", field=f"due-{number}")
        yield Condition(each.text, each.owner, each.due)
