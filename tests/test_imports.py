"""Import rules of docs/architecture.md, read from the source and seen in a running interpreter."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "story_cli"
STAGES = {"plan", "write", "rank", "scene", "score", "voice", "render"}
BASE = {"artifacts", "shape", "settings", "text", "pacing", "units", "rng", "errors", "progress"}
BELOW = BASE | {
    "catalogue",
    "store",
    "guard",
    "addons",
    "models",
    "kits",
    "art",
    "inventory",
    "sound",
    "cache",
    "provenance",
}
HEAVY = {"torch", "spacy", "transformers", "moviepy", "fluidsynth", "PIL", "numpy", "scipy", "cv2", "av", "networkx"}


def _imports(path: Path) -> set[str]:
    """First-level rooms of story_cli that a file imports, function-level imports included."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "story_cli" else [f"story_cli.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("story_cli.")}
    return rooms - {"__version__"}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room, used = _room(path), _imports(path)
    if room in BASE:
        assert used <= BASE
    elif room in ("models", "kits", "art", "catalogue", "store", "guard", "addons"):
        assert not used & (STAGES | {"pipeline", "batch", "cli", "training"})
    elif room in STAGES:
        assert used <= BELOW | {room}
    if room != "cli":
        assert "cli" not in used
    if room not in ("cli", "training"):
        assert "training" not in used


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is too long"


@pytest.mark.parametrize("arguments", [["--help"], ["make", "--help"], ["library", "list"], ["schema", "plan"]])
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['storycli', *{arguments!r}]\n"
        "from story_cli.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as stop: code = stop.code\n"
        f"print('HEAVY', sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stderr
