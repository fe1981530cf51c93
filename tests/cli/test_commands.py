"""The command line as a shell sees it: exit codes, streams, messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from story_cli.errors import ExitStatus


def storycli(*arguments: str, cwd: Path | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
    command = [sys.executable, "-m", "story_cli.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, input=text, check=False)


def test_every_stage_and_driver_is_listed() -> None:
    shown = storycli("--help").stdout
    for name in ("plan", "write", "rank", "scene", "score", "voice", "render", "make", "batch", "status", "schema"):
        assert f"  {name} " in shown


def test_misspelt_theme_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    done = storycli("make", "--theme", "underwatr", "--hero", "mermaid", cwd=tmp_path)
    assert done.returncode == ExitStatus.USAGE
    assert "did you mean underwater" in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["make"],
        ["make", "--theme", "underwater"],
        ["make", "--theme", "underwater", "--hero", "mermaid", "--seed", "1", "--seed", "2"],
        ["make", "--theme", "underwater", "--hero", "mermaid", "--size", "999x3"],
        ["make", "--theme", "underwater", "--hero", "mermaid", "--quality", "superb"],
        ["make", "--theme", "underwater", "--hero", "mermaid", "--from", "scenes"],
        ["make", "--theme", "underwater", "--hero", "mermaid", "--hero-name", "x\x1b[2J"],
        ["plan"],
        ["write", "nowhere"],
        ["status", "nowhere"],
        ["batch", "nowhere.csv"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_message_and_exit_code_2(arguments: list[str], tmp_path: Path) -> None:
    done = storycli(*arguments, cwd=tmp_path)
    assert done.returncode == ExitStatus.USAGE
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_stage_without_its_input_names_the_command_that_makes_it(tmp_path: Path) -> None:
    done = storycli("render", str(tmp_path))
    assert done.returncode == ExitStatus.MISSING_INPUT
    assert "storycli rank" in done.stderr


def test_dry_run_lists_the_stages_and_writes_nothing(tmp_path: Path) -> None:
    done = storycli("make", "--theme", "underwater", "--hero", "mermaid", "--dry-run", "--json", cwd=tmp_path)
    assert done.returncode == 0
    stages = json.loads(done.stdout)["stages"]
    assert [stage["action"] for stage in stages] == ["would make"] * 7
    assert list(tmp_path.iterdir()) == []


def test_schema_is_json() -> None:
    assert json.loads(storycli("schema", "plan").stdout)["$ref"]
    assert storycli("schema", "poem").returncode == ExitStatus.FAILED


def test_batch_reads_standard_input_and_lists_its_jobs(tmp_path: Path) -> None:
    rows = '{"theme": "underwater", "hero": "mermaid", "seed": 4}\n'
    done = storycli("batch", "-", "--dry-run", "--json", cwd=tmp_path, text=rows)
    shown = json.loads(done.stdout)
    assert (shown["total"], shown["jobs"]) == (1, ["stories/underwater-mermaid-4"])
    assert shown["estimate"]["to_do"] == 1
    assert list(tmp_path.iterdir()) == []


def test_faulty_batch_names_its_lines(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("theme,hero\nunderwater,mermaid\nunderwater,merman\n")
    done = storycli("batch", "jobs.csv", cwd=tmp_path)
    assert done.returncode == ExitStatus.USAGE
    assert "line 3" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["jobs.csv"]


def test_help_is_quick() -> None:
    """Processor time, not the clock: other work on the machine must not count."""
    import resource

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    times = []
    for _ in range(5):
        began = spent()
        storycli("--help")
        times.append(spent() - began)
    bare = []
    for _ in range(5):
        began = spent()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append(spent() - began)
    assert min(times) < max(0.3, 10 * min(bare))


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--captions", "maybe"], "--captions 'maybe' is not offered"),
        (["--effect", "gray"], "--effect 'gray' is not offered"),
        (["--size", "1281x721"], "does not fit"),
        (["--size", "1000x700"], "does not fit"),
        (["--ratio", "4:3"], "--ratio '4:3' is not offered"),
        (["--ratio", "9:16", "--size", "1280x720"], "is not 9:16 but 16:9"),
    ],
)
def test_bad_film_options_are_refused_before_anything_is_made(options: list[str], fault: str, tmp_path: Path) -> None:
    done = storycli("make", "--theme", "underwater", "--hero", "mermaid", *options, "-o", str(tmp_path / "x"))
    assert done.returncode == 2
    assert fault in done.stderr
    assert not (tmp_path / "x").exists()
