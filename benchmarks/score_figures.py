"""Scores many house stories and measures what docs/music.md says: ends of sections, levels, ranges, motifs, moods.

python benchmarks/score_figures.py [STORIES] [--sound N] [--plots FOLDER]

Every story gets its notes; N of them also their sound (default 10). Reading times are the default voice's forecast.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from story_cli.artifacts import Character, Grade, Mood, Reading, Scenes, Score, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.pacing import FilmTimes, film_times
from story_cli.score.arrange import Arrangement, arrange
from story_cli.score.compose import compose_score
from story_cli.score.form import mean_feeling
from story_cli.score.harmony import parallel
from story_cli.score.midi import parts_of, write_midi
from story_cli.score.mood import load_mood_model, story_moods
from story_cli.score.motifs import statements
from story_cli.score.parts import MusicLibrary, Signature, load_music
from story_cli.score.plot import PlayedNote, plot_score, read_midi
from story_cli.settings import ScoreSettings, VoiceSettings
from story_cli.sound import integrated_loudness, read_wave
from story_cli.store import StageFolder
from story_cli.voice import read_ahead


class Made(NamedTuple):
    """One story's music, and the notes read back from its MIDI file."""

    story: Story
    reading: Reading
    times: FilmTimes
    moods: tuple[Mood, ...]
    arranged: Arrangement
    notes: list[PlayedNote]
    marks: dict[str, float]  # section name → seconds at which it begins in the MIDI file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--sound", type=int, default=10)
    parser.add_argument("--plots", type=Path)
    options = parser.parse_args()
    library = Library()
    music = load_music(library.root / "music")
    stories = house_stories(library, options.count)
    made = [compose(story, library, music, seed) for seed, story in enumerate(stories, 1)]
    print(json.dumps({"stories": len(made), "scene ends": sum(len(m.story.scenes) for m in made)}))
    print(json.dumps(ends(made)))
    print(json.dumps({"notes": sum(len(m.arranged.notes) for m in made), "out of range": out_of_range(made, music)}))
    print(json.dumps(motifs(made, music)))
    print(json.dumps(moods_followed(made[:50])))
    print(json.dumps(outer_fifths(made)))
    print(json.dumps(seeds(stories[0], made[0], library, music)))
    if options.sound:
        print(json.dumps(sound(made[: options.sound], library, options.plots), indent=1))


def house_stories(library: Library, count: int) -> list[Story]:
    """House stories of all themes in turn, each hero as often as the others."""
    rows: list[dict[str, Any]] = []
    for path in sorted((library.root / "stories" / "house").glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(1).shuffle(rows)
    heroes = sorted({row["hero"] for row in rows})
    by_hero = {hero: [row for row in rows if row["hero"] == hero] for hero in heroes}
    turns = itertools.chain.from_iterable(itertools.zip_longest(*by_hero.values()))
    grade = Grade(0.0, {})
    stories = []
    for row in itertools.islice((r for r in turns if r is not None), count):
        scenes = tuple(StoryScene("", scene["text"], grade) for scene in row["scenes"])
        hero = Character("hero", row["hero"], row["hero_name"], row["pronoun"])
        stories.append(
            Story(
                row["title"],
                row["theme"],
                row["hero"],
                row["hero_name"],
                row["pronoun"],
                (),
                tuple(row["adjectives"]),
                (hero,),
                scenes,
                grade,
            )
        )
    return stories


def compose(story: Story, library: Library, music: MusicLibrary, seed: int) -> Made:
    """Moods, times, notes, and the MIDI file read back."""
    reading = read_ahead(story, VoiceSettings(), library)
    times = film_times(reading)
    shifts = [(music.devices[a].sad_happy, music.devices[a].calm_exciting) for a in story.adjectives]
    moods = story_moods(story, load_mood_model(library.root / "music" / "mood"), shifts)
    arranged = arrange(story, Scenes(()), reading, times, moods, music, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "score.mid"
        write_midi(path, parts_of(arranged.notes, music), arranged.sections, arranged.times, story.title)
        return Made(story, reading, times, moods, arranged, read_midi(path), marks(path))


def marks(path: Path) -> dict[str, float]:
    """Seconds of the file's section marks, by its own tempo changes."""
    import mido

    file = mido.MidiFile(str(path), charset="utf-8")
    seconds, tempo, found = 0.0, 500_000, {}
    for message in file.tracks[0]:
        seconds += mido.tick2second(message.time, file.ticks_per_beat, tempo)
        if message.type == "set_tempo":
            tempo = message.tempo
        elif message.type == "marker":
            found[message.text] = seconds
    return found


def ends(made: Sequence[Made]) -> dict[str, float]:
    """Milliseconds between scene ends and the ends of their sections in the MIDI file; and where the music lands."""
    off, lands = [], []
    for one in made:
        begun = list(one.marks.values())
        off += [abs(a - span.end) for a, span in zip(begun[2:], one.times.scenes, strict=True)]
        last = one.reading.scenes[-1].sentences[-1].words[-1].end + one.times.scenes[-1].voice
        lands.append(begun[-1] - last)
    return {
        "farthest end ms": round(1000 * max(off), 3),
        "within 150 ms": sum(o <= 0.15 for o in off),
        "landing after the last word, s, least": round(min(lands), 2),
        "most": round(max(lands), 2),
    }


def out_of_range(made: Sequence[Made], music: MusicLibrary) -> int:
    """Notes that their instrument cannot play."""
    return sum(
        not music.instruments[n.instrument].low <= n.pitch <= music.instruments[n.instrument].high
        for m in made
        for n in m.arranged.notes
    )


def motifs(made: Sequence[Made], music: MusicLibrary) -> dict[str, str]:
    """In how many stories the matcher finds the own hero's motif, and any other hero's."""
    own = sum(has_motif(m.notes, music.signatures[m.story.hero]) for m in made)
    others = [
        has_motif(m.notes, signature)
        for m in made
        for hero, signature in music.signatures.items()
        if hero != m.story.hero
    ]
    return {"own motif found": f"{own} of {len(made)}", "other heroes' found": f"{sum(others)} of {len(others)}"}


def has_motif(notes: Sequence[PlayedNote], signature: Signature) -> bool:
    """Whether one part plays the motif's steps in its rhythm of some metre, at any pitch and speed (within 6 %)."""
    for track in {n.track for n in notes if n.track.startswith("melody")}:
        line = sorted((n for n in notes if n.track == track), key=lambda n: (n.start, -n.pitch))
        if any(True for _ in statements([(n.start, n.pitch) for n in line], signature)):
            return True
    return False


def moods_followed(made: Sequence[Made]) -> dict[str, float]:
    """Pearson's r between asked and produced calm–exciting: mean of tempo, notes a second and velocity, each in
    standard deviations. Asked is the mood curve's mean; of each scene, and of each story."""
    asked, rows, story = [], [], []
    for number, one in enumerate(made):
        for section in one.arranged.sections[1:-1]:
            inside = [n for n in one.arranged.notes if section.start_beat <= n.beat < section.end_beat]
            length = section.end - section.start
            loud = sum(n.velocity for n in inside) / max(1, len(inside))
            rows.append((np.log(section.tempo_bpm), np.log(max(1, len(inside)) / length), loud))
            asked.append(section.feeling.calm_exciting)
            story.append(number)
    table = np.array(rows)
    produced = ((table - table.mean(0)) / table.std(0)).mean(1)
    numbers, wanted = np.array(story), np.array(asked)
    means = [(wanted[numbers == n].mean(), produced[numbers == n].mean()) for n in range(len(made))]
    told = [mean_feeling(m.moods, s).calm_exciting for m in made for s in range(len(m.story.scenes))]
    return {
        "scenes r": round(float(np.corrcoef(wanted, produced)[0, 1]), 3),
        "scenes r, words alone": round(float(np.corrcoef(told, produced)[0, 1]), 3),
        "stories r": round(float(np.corrcoef(np.array(means).T)[0, 1]), 3),
    }


def outer_fifths(made: Sequence[Made]) -> dict[str, int]:
    """Pairs of neighbouring chords with a tune over both, and those with parallel fifths or octaves outside."""
    pairs = faults = 0
    for one in made:
        tune = [n for n in one.arranged.notes if n.stem == "melody"]
        for section in one.arranged.sections[1:-1]:
            before = None
            for chord, bass in one.arranged.chords:
                if not section.start_beat <= chord.beat < section.end_beat:
                    continue
                tops = [n.pitch for n in tune if n.beat <= chord.beat + 1e-6 and n.end > chord.beat + 1e-6]
                now = (bass, max(tops)) if tops else None
                if before is not None and now is not None:
                    pairs += 1
                    faults += parallel(before, now)
                before = now
    return {"outer pairs": pairs, "parallel fifths or octaves": faults}


def seeds(story: Story, one: Made, library: Library, music: MusicLibrary) -> dict[str, object]:
    """How many different scores 50 seeds give, and whether a seed gives the same again."""

    def notes(seed: int) -> tuple[object, ...]:
        return tuple(arrange(story, Scenes(()), one.reading, one.times, one.moods, music, seed).notes)

    return {"seeds": 50, "scores": len({notes(s) for s in range(50)}), "same seed, same notes": notes(7) == notes(7)}


def sound(made: Sequence[Made], library: Library, plots: Path | None) -> dict[str, object]:
    """Loudness and peak of the music stems, seconds for a story, and how often faster than real time."""
    loudness, peaks, effect_peaks, ratios, took = [], [], [], [], []
    for seed, one in enumerate(made, 1):
        with tempfile.TemporaryDirectory() as name:
            folder = StageFolder(Path(name))
            began, cpu = time.perf_counter(), _processor()
            score = compose_score(one.story, Scenes(()), one.reading, ScoreSettings(), library, seed, folder)
            seconds, used = time.perf_counter() - began, _processor() - cpu
            mix = read_wave(folder.music(), 48_000)
            loudness.append(integrated_loudness(mix, 48_000))
            peaks.append(20 * float(np.log10(np.abs(mix).max())))
            effect_peaks.append(20 * float(np.log10(np.abs(read_wave(folder.stem("effects"), 48_000)).max() + 1e-9)))
            took.append((round(score.duration, 1), round(seconds, 2), round(used, 2)))
            ratios.append(score.duration / seconds)
            if plots is not None:
                _plot(score, one, folder, plots / f"{seed:02}-{one.story.theme}-{one.story.hero}.png")
    return {
        "music LUFS": [round(min(loudness), 2), round(max(loudness), 2)],
        "music peak dBFS": round(max(peaks), 2),
        "effects peak dBFS": round(max(effect_peaks), 2),
        "seconds of film, to score it, of processor": took,
        "times real time, least and most": [round(min(ratios), 1), round(max(ratios), 1)],
    }


def _plot(score: Score, one: Made, folder: StageFolder, png: Path) -> None:
    png.parent.mkdir(parents=True, exist_ok=True)
    plot_score(score, one.reading, folder.midi(), png)


def _processor() -> float:
    """Seconds of processor of this process and its finished children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
