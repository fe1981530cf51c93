from story_cli.render.subtitles import clock, srt, two_lines, vtt
from story_cli.render.timeline import Caption, CaptionWord

CAPTION = Caption(0, 1.0, 3.5, (CaptionWord("Fish", 1.0, 1.5), CaptionWord("<&>", 1.6, 2.0)))


def test_times_are_written_to_the_thousandth() -> None:
    assert clock(3661.2345, ",") == "01:01:01,235"
    assert clock(-0.1, ".") == "00:00:00.000"


def test_srt_blocks_are_numbered_from_one() -> None:
    assert srt([CAPTION]).startswith("1\n00:00:01,000 --> 00:00:03,500\nFish <&>\n")


def test_vtt_escapes_markup_and_times_words() -> None:
    text = vtt([CAPTION])
    assert text.startswith("WEBVTT\n")
    assert "Fish <00:00:01.600>&lt;&amp;&gt;" in text


def test_two_lines_are_about_equal_and_leave_no_widow() -> None:
    lines = two_lines("The little octopus looked under the big old boat and saw a pearl")
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 8


def test_one_very_long_word_stays_whole() -> None:
    assert two_lines("W" * 90) == ["W" * 90]
