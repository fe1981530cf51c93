"""Job lists: same jobs from every form, every fault named, nothing outside the folder, ten thousand rows in no time."""

import json
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Story
from story_cli.batch.jobs import check_pattern, safe_name
from story_cli.batch.rows import grid_rows, read_rows
from story_cli.errors import UsageError
from tests.batch.conftest import Checked

ROW = '{"theme": "underwater", "hero": "mermaid", "color": ["pink", "blue"], "adjective": "silly", "seed": 3}'


def test_csv_jsonl_and_json_give_the_same_jobs(checked: Checked) -> None:
    csv = "theme,hero,color,adjective,seed\nunderwater,mermaid,pink|blue,silly,3\n"
    lists = (("a.csv", csv), ("a.jsonl", ROW), ("a.json", f"[{ROW}]"), ("-", csv), ("-", ROW))
    found = [msgspec.structs.replace(checked(name, text)[0], line=1) for name, text in lists]
    assert all(job == found[0] for job in found)
    assert found[0].brief is not None
    assert found[0].brief.colours == ("pink", "blue")


def test_row_takes_every_option_of_make_that_changes_a_film(checked: Checked) -> None:
    row = {"theme": "underwater", "hero": "mermaid", "size": "360p", "fps": 12, "captions": "off", "voice": "flite"}
    job = checked("a.jsonl", json.dumps(row | {"until": "score"}))[0]
    assert (job.settings.render.width_px, job.settings.render.fps, job.settings.render.captions) == (640, 12, "off")
    assert (job.settings.voice.engine, job.last) == ("flite", "score")


def test_every_faulty_line_is_named_at_once(checked: Checked) -> None:
    text = "theme,hero,seed,fps\nunderwatr,mermaid,1,24\nunderwater,mermaid,x,24\nunderwater,mermaid,1,99\n"
    with pytest.raises(UsageError) as caught:
        checked("jobs.csv", text)
    assert "3 faulty of 3" in caught.value.what
    for line in ("line 2", "line 3", "line 4"):
        assert line in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[3]", '{"theme": "underwater", "hero": "mermaid", "speed": 2}', '{"theme": 3, "hero": {}}',
        '{"theme": "underwater", "theme": "castle", "hero": "mermaid"}', '{"story": "missing.json"}', "[" * 20_000,
        '{"theme": "underwater", "hero": "mermaid", "captions": "maybe"}',
    ],
)  # fmt: skip
def test_bad_job_lists_are_refused(checked: Checked, text: str) -> None:
    with pytest.raises(UsageError):
        checked("jobs.jsonl", text)


@pytest.mark.parametrize("text", ["theme,theme\na,b\n", "theme,hero\na,b,c\n", 'theme,hero\n"a,b\n'])
def test_bad_csv_is_refused(checked: Checked, text: str) -> None:
    with pytest.raises(UsageError):
        checked("jobs.csv", text)


@pytest.mark.parametrize(
    "out", ["../up", "/etc/x", "a/../../b", ".hidden", "a/.b", "x\x1b[2J", "a\\b", "x" * 300, "a\n"]
)
def test_output_cannot_leave_its_folder(checked: Checked, out: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked("j.jsonl", json.dumps({"theme": "underwater", "hero": "mermaid", "out": out}))
    assert "\x1b" not in caught.value.hint


@pytest.mark.parametrize("name", ["a", "night 1/fox", "Zoë's film", "नीला-1"])
def test_plain_names_stay_as_they_are(name: str) -> None:
    assert safe_name(name) == name


def test_link_out_of_the_folder_is_refused(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "a").symlink_to(tmp_path / "elsewhere")
    for out in ("a", "a/b"):
        with pytest.raises(UsageError, match="link"):
            checked("j.jsonl", json.dumps({"theme": "underwater", "hero": "mermaid", "out": out}))


def test_name_pattern_is_filled_from_the_prompts_only(checked: Checked) -> None:
    job = checked("a.jsonl", ROW, pattern="{hero}/{color}-{seed}")[0]
    assert job.name == "mermaid/pink-blue-3"
    for pattern in ("{hero.__class__}", "{}", "{0}", "{home}"):
        with pytest.raises(UsageError, match="--name"):
            check_pattern(pattern)


def test_two_jobs_for_one_folder_are_refused_whatever_the_case(checked: Checked) -> None:
    rows = [{"theme": "underwater", "hero": "mermaid", "out": name} for name in ("Fox", "fox")]
    with pytest.raises(UsageError, match="1 faulty of 2"):
        checked("jobs.jsonl", "\n".join(map(json.dumps, rows)))


def test_given_story_needs_no_prompts(checked: Checked, tmp_path: Path, story: Story) -> None:
    (tmp_path / "mine.json").write_bytes(msgspec.json.encode(story))
    job = checked("a.jsonl", '{"story": "mine.json"}')[0]
    assert (job.story, job.brief, job.name) == (story, None, "mine")


def test_long_list_is_checked_whole_and_only_the_first_faults_are_shown(checked: Checked) -> None:
    row = '{{"theme": "underwater", "hero": "{}", "seed": {}}}\n'
    assert len(checked("jobs.jsonl", "".join(row.format("mermaid", n) for n in range(10_000)))) == 10_000
    with pytest.raises(UsageError, match="300 faulty of 300 jobs") as caught:
        checked("jobs.jsonl", "".join(row.format("taxman", n) for n in range(300)))
    assert "line 1:" in caught.value.hint
    assert len(caught.value.hint.splitlines()) < 300


def test_grid_makes_every_combination() -> None:
    rows = [
        dict(row.values) for row in grid_rows(["theme=underwater,castle × hero=fox × seed=1..3", "color=pink|blue"])
    ]
    assert len(rows) == 6
    assert rows[0] == {"theme": "underwater", "hero": "fox", "seed": "1", "color": ("pink", "blue")}


@pytest.mark.parametrize("grid", ["theme", "theme=", "=a", "theme=a × theme=b", "seed=1..999999 × line=1..999999"])
def test_bad_grid_is_refused(grid: str) -> None:
    with pytest.raises(UsageError):
        list(grid_rows([grid]))


def test_refused_values_are_shown_short_and_clean() -> None:
    with pytest.raises(UsageError) as caught:
        list(read_rows("j.jsonl", '{"a": 1, "' + "\x1b[31m" + "x" * 10_000 + '": }'))
    assert len(caught.value.what) < 300
    assert "\x1b" not in caught.value.what
