import inspect
from importlib import import_module

import pytest

from story_cli.training import TRAINERS

HANDED_OVER = {"data", "out", "seed", "minutes", "resume", "library"}


@pytest.mark.parametrize("name", TRAINERS)
def test_every_trainer_takes_what_the_command_hands_over(name: str) -> None:
    run = import_module(TRAINERS[name].module).run
    inspect.signature(run).bind(**dict.fromkeys(HANDED_OVER))
