from pathlib import Path

import pytest

from story_cli.batch import read_jobs, run_jobs
from story_cli.catalogue import Library
from story_cli.errors import StoryError, UsageError
from story_cli.pipeline import Context, stage_named
from story_cli.progress import silent
from story_cli.settings import Settings


def test_csv_jsonl_and_json_give_the_same_jobs(library: Library) -> None:
    csv = "theme,hero,color,adjective,seed\nunderwater,mermaid,pink|blue,silly,3\n"
    jsonl = '{"theme": "underwater", "hero": "mermaid", "color": ["pink", "blue"], "adjective": "silly", "seed": 3}\n'
    jobs = [
        read_jobs(name, text, Path("out"), library)[0]._replace(line=1)
        for name, text in (("a.csv", csv), ("a.jsonl", jsonl), ("a.json", f"[{jsonl}]"))
    ]
    assert jobs[0] == jobs[1] == jobs[2]
    assert jobs[0].brief.colours == ("pink", "blue")


def test_every_faulty_line_is_named_at_once(library: Library) -> None:
    text = "theme,hero,seed\nunderwatr,mermaid,1\nunderwater,mermaid,x\nunderwater,mermaid,1\n"
    with pytest.raises(UsageError) as caught:
        read_jobs("jobs.csv", text, Path("out"), library)
    assert "2 faulty of 3" in caught.value.what
    assert "line 2" in caught.value.hint
    assert "line 3" in caught.value.hint


@pytest.mark.parametrize("out", ["../up", "/etc/x", "a/../../b"])
def test_output_cannot_leave_its_folder(library: Library, out: str) -> None:
    with pytest.raises(UsageError):
        read_jobs("j.jsonl", f'{{"theme": "underwater", "hero": "mermaid", "out": "{out}"}}', Path("out"), library)


@pytest.mark.parametrize("text", ["", "{", "[3]", '{"theme": "underwater", "hero": "mermaid", "speed": 2}'])
def test_bad_job_lists_are_refused(library: Library, text: str) -> None:
    with pytest.raises(UsageError):
        read_jobs("jobs.jsonl", text, Path("out"), library)


def test_two_jobs_for_one_folder_are_refused(library: Library) -> None:
    row = '{"theme": "underwater", "hero": "mermaid"}\n'
    with pytest.raises(UsageError, match="1 faulty of 2"):
        read_jobs("jobs.jsonl", row * 2, Path("out"), library)


def test_a_failed_job_does_not_stop_the_rest(library: Library, tmp_path: Path) -> None:
    def run(context: Context, _: None) -> None:
        raise StoryError(f"seed {context.seed} is unlucky", "try another")

    rows = "".join(f'{{"theme": "underwater", "hero": "mermaid", "seed": {n}}}\n' for n in (1, 2))
    jobs = read_jobs("jobs.jsonl", rows, tmp_path, library)
    stages = [stage_named("plan")._replace(run=run)]  # type: ignore[arg-type]
    outcomes = list(run_jobs(jobs, stages, Settings(), library, watch=lambda *_: silent))
    assert [(x.state, x.stage, x.error) for x in outcomes] == [
        ("failed", "plan", "seed 1 is unlucky"),
        ("failed", "plan", "seed 2 is unlucky"),
    ]
