"""The rules as a whole."""

from importlib import import_module
from pathlib import Path

import pytest

import program

MODULES = sorted(each.stem for each in Path(program.__path__[0]).glob("*.py") if each.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_each_module_says_in_a_sentence_what_it_is_about(name: str) -> None:
    about = import_module(f"program.{name}").__doc__ or ""

    assert about.splitlines()[0].endswith((".", "?", ":", ")")), about
