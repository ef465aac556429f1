"""Rules that are asked again and again of one standing, which never changes, are worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Asked = TypeVar("Asked", bound=Any)
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


def remembered(rule: Callable[Concatenate[Asked, Rest], Answer]) -> Callable[Concatenate[Asked, Rest], Answer]:
    """Of a frozen dataclass without slots: the answer stays with it, and a copy begins without. Do not change it."""

    @wraps(rule)
    def asked(standing: Asked, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
        known: dict[Any, Answer] = standing.__dict__.setdefault("_remembered", {})
        question = (rule, *[getattr(each, "key", each) for each in (*rest, *named.values())])
        if question not in known:
            known[question] = rule(standing, *rest, **named)
        return known[question]

    return asked
