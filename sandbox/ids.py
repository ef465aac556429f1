"""Ids and tokens of Slack's own shape."""

import secrets
import string

CAPITALS = string.digits + string.ascii_uppercase
LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 11) -> str:
    """An id such as `C0J3K2M9QTP`: the kind's letter, a zero, and capitals."""
    return f"{prefix}0" + "".join(secrets.choice(CAPITALS) for _ in range(length - len(prefix) - 1))


def short_id() -> str:
    """What Slack gives a block or an element that came without an id."""
    return "".join(secrets.choice(LETTERS) for _ in range(5))


def secret(length: int = 24) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))
