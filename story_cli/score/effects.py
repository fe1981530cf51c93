"""Sound effects on words: what the text and the scene graph name, matched to library/sounds, placed sparsely.

Words that imitate a sound ("Splash!") come first, then moves of the graph, suggestive words, and the first time a
thing with a voice is named. A cue waits for the gap after its word where there is one; under the voice it is soft.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from story_cli.artifacts import At, Data, EffectCue, Mood, Reading, Scene, SpokenWord, Story
from story_cli.errors import StoryError
from story_cli.text import sentences

GAP_DB = -6.0  # in a pause; files are −20 LUFS at their loudest, the voice is about as loud
UNDER_VOICE_DB = -10.0
MIN_GAP_SECONDS = 0.25  # a pause long enough to hold the onset of an effect
APART_SECONDS = 2.2
SAME_APART = 2  # scenes that a sound rests after it was heard, unless the text spells it
_NEGATIONS = {"not", "no", "never", "nobody", "without", "neither", "nor"}
_WORTH = {"imitates": 1.0, "move": 0.7, "word": 0.62, "piece": 0.5, "kin": 0.46}
_ENOUGH = 0.45
_THEME_TAGS = {"water": ("underwater", "treasure-island"), "forest": ("enchanted-forest",), "space": ("outer-space",)}


_SHORT_STEM = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


class SoundEntry(Data, frozen=True):
    """One line of sounds.json."""

    id: str
    kind: Literal["effect", "ambience"]
    pieces: tuple[str, ...]
    moves: tuple[str, ...]
    imitates: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[str, ...]
    seconds: float
    rate_hz: int
    loudness_lufs: float
    peak_db: float
    calm_exciting: float
    tags: tuple[str, ...]
    licence: str
    sha256: str


class SoundLibrary(Data, frozen=True):
    schema: int
    licence: str
    origin: str
    seed: int
    rate_hz: int
    sounds: tuple[SoundEntry, ...]
    kin: dict[str, tuple[tuple[str, str], ...]] = {}  # further words → sounds and the way there (words.json)

    def effects(self) -> list[SoundEntry]:
        return [s for s in self.sounds if s.kind == "effect"]


class _Kin(Data, frozen=True):
    licence: str
    origin: str
    words: dict[str, tuple[tuple[str, str], ...]]


class Match(NamedTuple):
    """A sound that a word may have, and how much it is wanted (0 … 1)."""

    sound: SoundEntry
    at: At
    worth: float
    reason: str
    spelt: bool


@functools.lru_cache(maxsize=4)
def load_sounds(folder: Path) -> SoundLibrary:
    """Read the manifest and the table of further words. Raises StoryError that names the key at fault."""
    try:
        library = msgspec.json.decode((folder / "sounds.json").read_bytes(), type=SoundLibrary)
        if not (folder / "words.json").is_file():  # a library that is being made
            return library
        kin = msgspec.json.decode((folder / "words.json").read_bytes(), type=_Kin)
        return msgspec.structs.replace(library, kin=kin.words)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"library/sounds/sounds.json: {exc}", "run `storycli train sounds`") from exc


def word_forms(word: str) -> set[str]:
    """A word as printed → itself, stretched letters shortened ("Booom!" → "boom"), and its likely lemmas."""
    plain = word.lower().strip(".,!?…\"'“”‘’();:—-").removesuffix("'s").removesuffix("’s")
    short = plain
    while any(short[i] == short[i + 1] == short[i + 2] for i in range(len(short) - 2)):
        short = "".join(c for i, c in enumerate(short) if not (i > 1 and short[i - 1] == short[i - 2] == c))
    forms = {plain, short}
    for ending, more in (("s", ("",)), ("es", ("",)), ("ed", ("", "e")), ("ing", ("", "e")), ("ies", ("y",))):
        if short.endswith(ending) and len(short) > len(ending) + 2:
            stem = short[: -len(ending)]
            doubles = ending in ("ed", "ing") and _SHORT_STEM.fullmatch(stem)  # "hoped" is not "hop"
            forms |= {stem + end for end in more if end or not doubles}
            if ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]:
                forms.add(stem[:-1])
    return forms - {""}


def match_scene(
    index: int, text: str, scene: Scene | None, theme: str, library: SoundLibrary, heard_pieces: set[str]
) -> list[Match]:
    """All sounds that the words and the graph of one scene suggest. `heard_pieces` gathers what was named before."""
    effects = [s for s in library.effects() if _belongs(s, theme)]
    everything = library.effects()
    compounds = {piece for sound in everything for piece in sound.pieces if "-" in piece}
    found: list[Match] = []
    for i, sentence in enumerate(sentences(text)):
        printed = [w.text for w in sentence.words]
        for j, word in enumerate(printed):
            if _negated(printed, j) or _names_a_thing(printed, j, compounds):
                continue
            forms = word_forms(word)
            at = At(i, j)
            for sound in everything:
                if forms & set(sound.imitates):
                    found.append(Match(sound, at, _WORTH["imitates"], f"“{word}” imitates it", True))
                elif sound in effects and forms & set(sound.words):
                    found.append(Match(sound, at, _WORTH["word"], f"“{word}” suggests it", False))
            if not any(match.at == at for match in found):
                found += _kindred(forms, at, effects, library)
    return found + _of_graph(scene, effects, heard_pieces)


def _kindred(forms: set[str], at: At, effects: Sequence[SoundEntry], library: SoundLibrary) -> list[Match]:
    """Sounds of a word that no sound names, through WordNet and AudioSet's classes."""
    ways = dict(way for form in sorted(forms) for way in library.kin.get(form, ()))
    return [Match(s, at, _WORTH["kin"], ways[s.id], False) for s in effects if s.id in ways]


def _of_graph(scene: Scene | None, effects: Sequence[SoundEntry], heard_pieces: set[str]) -> list[Match]:
    """Sounds of moves, and of things named for the first time in the story."""
    if scene is None:
        return []
    found: list[Match] = []
    for action in scene.graph.actions:
        found += [
            Match(s, action.at, _WORTH["move"], f"{action.agent} {action.move}", False)
            for s in effects
            if action.move in s.moves
        ]
    for entity in scene.graph.entities:
        if not entity.piece or not entity.mentions or entity.piece in heard_pieces:
            continue
        heard_pieces.add(entity.piece)
        found += [
            Match(s, entity.mentions[0], _WORTH["piece"], f"first sight of {entity.piece}", False)
            for s in effects
            if entity.piece in s.pieces
        ]
    return found


def place_effects(
    story: Story,
    scenes: Sequence[Scene],
    reading: Reading,
    moods: Sequence[Mood],
    library: SoundLibrary,
    rng: random.Random,
) -> tuple[EffectCue, ...]:
    """About one cue a sentence at most, apart in time, the best matches first. Draws from rng to break ties."""
    cues: list[EffectCue] = []
    heard_pieces = {story.hero}
    last_scene: dict[str, int] = {}
    for index, part in enumerate(story.scenes):
        scene = scenes[index] if index < len(scenes) else None
        matches = match_scene(index, part.text, scene, story.theme, library, heard_pieces)
        ranked = sorted(matches, key=lambda m: (-m.worth - _mood_bonus(m, moods, index), rng.random()))
        taken: list[tuple[float, Match]] = []
        limit = max(1, len(reading.scenes[index].sentences))
        for match in ranked:
            word = _word(reading, index, match.at)
            rested = index - last_scene.get(match.sound.id, -9) > SAME_APART or match.spelt
            if word is None or not rested or len(taken) >= limit or match.worth < _ENOUGH:
                continue
            near = [t for t, other in taken if abs(t - word.start) < APART_SECONDS]
            crowded = any(other.at.sentence == match.at.sentence and not match.spelt for _, other in taken)
            if near or crowded or any(other.sound.id == match.sound.id for _, other in taken):
                continue
            taken.append((word.start, match))
            last_scene[match.sound.id] = index
        cues += [_cue(index, match, reading, _calm(moods, index, match.at)) for _, match in taken]
    return tuple(sorted(cues, key=lambda c: (c.scene, c.at.sentence, c.at.word)))


def choose_ambience(story: Story, scenes: Sequence[Scene], library: SoundLibrary) -> tuple[str, ...]:
    """A loop for each scene's place; a forest at night has its own. "" where no loop fits."""
    loops = [s for s in library.sounds if s.kind == "ambience"]
    chosen = []
    for index, part in enumerate(story.scenes):
        place = scenes[index].place if index < len(scenes) else part.place
        night = index < len(scenes) and scenes[index].time_of_day == "night"
        fits = [s for s in loops if place in s.places]
        if fits and night and "forest" in fits[0].tags:
            fits = [s for s in loops if "night" in s.tags and place in s.places] or [
                s for s in loops if "night" in s.tags and "forest" in s.tags
            ]
        chosen.append(fits[0].id if fits else "")
    return tuple(chosen)


def _belongs(sound: SoundEntry, theme: str) -> bool:
    """A water, forest or space sound keeps to its themes unless a word spells it."""
    homes = [_THEME_TAGS[tag] for tag in sound.tags if tag in _THEME_TAGS]
    return not homes or any(theme in home for home in homes)


def _negated(words: Sequence[str], index: int) -> bool:
    before = [w.lower().strip(".,!?\"'“”") for w in words[max(0, index - 3) : index]]
    return any(w in _NEGATIONS or w.endswith(("n't", "n’t")) for w in before)


def _names_a_thing(words: Sequence[str], index: int, compounds: set[str]) -> bool:
    """Half of a two-word thing ("spell book") is no spell."""
    pairs = (words[max(0, index - 1) : index + 1], words[index : index + 2])
    return any("-".join(w.lower().strip(".,!?;:\"'“”’") for w in pair) in compounds for pair in pairs)


def _word(reading: Reading, scene: int, at: At) -> SpokenWord | None:
    if scene >= len(reading.scenes) or at.sentence >= len(reading.scenes[scene].sentences):
        return None
    words = reading.scenes[scene].sentences[at.sentence].words
    return words[at.word] if at.word < len(words) else None


def _gap_after(reading: Reading, scene: int, at: At) -> float:
    """Seconds of silence after a word; long after the scene's last one."""
    spoken = reading.scenes[scene]
    flat = [w for s in spoken.sentences for w in s.words]
    word = _word(reading, scene, at)
    later = [w.start for w in flat if word is not None and w.start > word.start + 1e-6]
    return 9.0 if word is None or not later else min(later) - word.end


def _cue(scene: int, match: Match, reading: Reading, calm: float) -> EffectCue:
    """In the gap after the word if there is one, else softly from the word on; softer still in calm moments."""
    word = _word(reading, scene, match.at)
    gap = _gap_after(reading, scene, match.at) >= MIN_GAP_SECONDS
    offset = round(word.end - word.start - 0.03, 3) if gap and word is not None else 0.0
    gain = (GAP_DB if gap else UNDER_VOICE_DB) - 2.0 * calm
    return EffectCue(match.sound.id, scene, match.at, offset, round(gain, 2), match.reason)


def _calm(moods: Iterable[Mood], scene: int, at: At) -> float:
    """0 … 1: how calm the sentence is."""
    own = [m.calm_exciting for m in moods if (m.scene, m.sentence) == (scene, at.sentence)]
    return max(0.0, -own[0]) if own else 0.0


def _mood_bonus(match: Match, moods: Iterable[Mood], scene: int) -> float:
    """Up to 0.1 for a sound as calm or exciting as its sentence."""
    own = [m.calm_exciting for m in moods if (m.scene, m.sentence) == (scene, match.at.sentence)]
    return 0.1 * (1.0 - min(1.0, abs(own[0] - match.sound.calm_exciting))) if own else 0.0
