from PIL import Image

from story_cli.artifacts import At, EffectCue, Mood, Score, Section
from story_cli.pacing import film_times
from story_cli.score.form import SectionPlan, TempoChange, TempoMap
from story_cli.score.midi import parts_of, write_midi
from story_cli.score.mood import Feeling
from story_cli.score.notes import Note
from story_cli.score.parts import MusicLibrary
from story_cli.score.plot import LEFT_PX, SECOND_PX, plot_score

from .made import make_reading


def test_the_picture_shows_a_note_where_it_sounds(music: MusicLibrary, tmp_path) -> None:
    reading = make_reading()
    duration = film_times(reading).duration
    plan = SectionPlan("title", -1, 0.0, duration, 0.0, 4, 60.0, 0, "major", "4/4", Feeling(0, 0))
    parts = parts_of([Note("melody", "flute", 2.0, 2.0, 72, 127)], music)
    write_midi(tmp_path / "a.mid", parts, [plan], TempoMap([TempoChange(0.0, 0.0, 60.0)]), "A song")
    score = Score(
        key="C major",
        tempo_bpm=60.0,
        duration=duration,
        motif=(),
        instruments=("flute",),
        sections=(Section("title", -1, 0.0, duration, 4, 60.0, "C major"),),
        moods=(Mood(0, 0, 0.5, -0.5), Mood(1, 0, 0.1, 0.2)),
        effects=(EffectCue("splash", 0, At(0, 0), 0.0, -6.0, "made"),),
        ambience=("amb-reef",),
    )
    plot_score(score, reading, tmp_path / "a.mid", tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        row = 30 + (104 - 72) * 6 + 2
        note, before = (picture.getpixel((int(LEFT_PX + t * SECOND_PX), row)) for t in (3.0, 1.5))
    assert note != before
    assert note[2] > note[0]  # the first track is blue
