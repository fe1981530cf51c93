from pathlib import Path

from story_cli.cli.reference import lines

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_docs_list_every_command_and_option_as_it_is() -> None:
    assert PAGE.read_text() == "\n".join(lines()) + "\n", "run: python -m story_cli.cli.reference > docs/commands.md"
