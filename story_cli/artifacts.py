"""The typed data that flows from stage to stage: Brief, Plan, Drafts, Story, Scenes, Reading, Score, Narration, Film.

Everything is frozen and compares by value. Stage coordinates are pixels of a 1280×720 picture (narrower for
other ratios, never of another height), origin top left, y down, whatever size is rendered later; the picture area is
y 0–606, the caption strip below it. Times are seconds. Word places are counted by story_cli.text.
`story_cli.store` writes these as JSON with a header.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from story_cli.shape import STAGE_WIDTHS, Ratio

STAGE_WIDTH = 1280
STAGE_HEIGHT = 720
PICTURE_BOTTOM = 606  # the caption strip begins here


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all artifacts: immutable, strict about unknown keys."""


# --- brief -----------------------------------------------------------------------------------------------------


class Brief(Data, frozen=True):
    """What the user asked for, checked against the catalogue."""

    theme: str
    hero: str
    hero_name: str
    pronoun: Literal["she", "he", "they"]
    colours: tuple[str, ...]
    adjectives: tuple[str, ...]
    seed: int
    scenes: int = 5


# --- plan ------------------------------------------------------------------------------------------------------


class Character(Data, frozen=True):
    """Somebody in the story. `role` is what plans and frames call it: "hero", "friend", "c1", "c2" …"""

    role: str
    kind: str  # catalogue id: "mermaid", "octopus"
    name: str = ""  # given name, or "" for "the octopus"
    pronoun: str = "it"


class Frame(Data, frozen=True):
    """Who does what, one event of a scene. Fields hold a role, a catalogue id, a plain word, or ""."""

    agent: str
    act: str
    object: str = ""
    recipient: str = ""
    relation: str = ""  # of WORLD.md: on, in, under, behind …
    at: str = ""  # the other end of the relation
    feeling: str = ""
    speech: str = ""  # speech act: ask, warn, thank …


class PlannedScene(Data, frozen=True):
    place: str  # catalogue id of a place
    frames: tuple[Frame, ...]
    keywords: tuple[str, ...]  # words that the text must use
    things: tuple[str, ...] = ()  # catalogue ids that may be seen besides the cast


class Plan(Data, frozen=True):
    """Prompts turned into who, what and where for each scene. A person may edit it."""

    title: str
    wish: str
    cast: tuple[Character, ...]
    scenes: tuple[PlannedScene, ...]


# --- drafts, story ---------------------------------------------------------------------------------------------


class Draft(Data, frozen=True):
    """One candidate text of one scene, written on from candidate `parent` of the scene before (−1 in scene 1)."""

    text: str
    parent: int
    log_probability: float  # mean nats a token under the writer
    missing: tuple[str, ...] = ()  # planned keywords that the text does not use


class Drafts(Data, frozen=True):
    """All candidates kept, a tuple a scene: a tree whose paths are whole stories."""

    titles: tuple[str, ...]
    scenes: tuple[tuple[Draft, ...], ...]


class Grade(Data, frozen=True):
    """A judgement in 0 … 1 (1 best), overall and for each criterion."""

    score: float
    criteria: dict[str, float]


class StoryScene(Data, frozen=True):
    place: str
    text: str
    grade: Grade


class Story(Data, frozen=True):
    """The chosen text. A person may edit it; later stages read nothing older than this."""

    title: str
    theme: str
    hero: str
    hero_name: str
    pronoun: str
    colours: tuple[str, ...]
    adjectives: tuple[str, ...]
    cast: tuple[Character, ...]
    scenes: tuple[StoryScene, ...]
    grade: Grade


# --- scenes ----------------------------------------------------------------------------------------------------


class At(Data, frozen=True):
    """A word of a scene's text, counted by story_cli.text.sentences, from 0."""

    sentence: int
    word: int


class Entity(Data, frozen=True):
    """A node of the scene graph: somebody or something that the text names."""

    id: str  # unique in the story: "octopus-1"; the hero is "hero"
    head: str  # head noun lemma, or the catalogue's
    piece: str  # catalogue id that can be drawn, or ""
    name: str = ""
    count: int = 1
    attributes: tuple[str, ...] = ()
    feeling: str = ""
    visible: bool = True
    mentions: tuple[At, ...] = ()


class Relation(Data, frozen=True):
    """subject –predicate→ object, predicates of WORLD.md ("octopus" –under→ "boat")."""

    subject: str
    predicate: str
    object: str
    at: At


class Action(Data, frozen=True):
    """Somebody moves; moves of WORLD.md (swim, wave, give …)."""

    agent: str
    move: str
    at: At
    target: str = ""


class Line(Data, frozen=True):
    """Words spoken aloud by somebody: words [start, end) of a sentence, quotes included."""

    speaker: str  # entity id
    sentence: int
    start: int
    end: int


class Graph(Data, frozen=True):
    """What the text of one scene says, entities by id."""

    resolved: str  # text after the coreference rewrite
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    actions: tuple[Action, ...]
    lines: tuple[Line, ...] = ()


class Element(Data, frozen=True):
    """One piece of art on the stage. (x, y) is where the rig's origin goes; `height` is its drawn height in px."""

    id: str  # entity id
    piece: str
    x: float
    y: float
    height: float
    flip: bool = False  # mirrored: faces left
    depth: float = 0.0  # drawn in rising order; 0 = behind … 1 = front
    expression: str = "calm"
    pose: str = "idle"
    animation: str = "idle"
    slots: dict[str, str] = {}  # colour slots that differ from the rig's default: "#rrggbb" or "@role"
    look: str = ""  # one of the rig's further looks; "" as it is drawn
    holder: str = ""  # element that carries or wears this one; x, y then only a fallback
    held_at: Literal["hand", "head", "neck", "center", "water"] = "hand"  # the holder's anchor that it follows
    grounded: bool = True  # stands on something: gets a contact shadow
    light: float = 0.0  # pool on the backdrop behind it, so that it stands out: −1 all shade … 1 all light
    pool: str = ""  # "#rrggbb" of that pool; "" for the signature's own
    reason: str = ""


class Cue(Data, frozen=True):
    """From word `at` on for `seconds` (0 = until the scene's end) an element changes.

    "arrive": it comes to its place at the word, from `value`, a number of px to the right of it.
    """

    at: At
    element: str
    change: Literal["animation", "expression", "pose", "enter", "exit", "arrive", "focus"]
    value: str
    seconds: float = 0.0


class Scene(Data, frozen=True):
    """One composed picture and how it moves."""

    place: str
    time_of_day: Literal["morning", "noon", "sunset", "night"]
    weather: str
    background_seed: int
    signature: dict[str, str]  # colour role of the art bible → "#rrggbb"
    elements: tuple[Element, ...]
    cues: tuple[Cue, ...]
    graph: Graph
    focus: tuple[float, float]  # where the camera leans, stage px
    notes: tuple[str, ...] = ()  # what the words name and the picture leaves out, and why
    ratio: Ratio = "16:9"  # of the picture that it was composed for

    @property
    def stage_width(self) -> float:
        """Width of its stage, px."""
        return STAGE_WIDTHS[self.ratio]


class Scenes(Data, frozen=True):
    scenes: tuple[Scene, ...]


# --- time ------------------------------------------------------------------------------------------------------


class SpokenWord(Data, frozen=True):
    text: str
    start: float  # seconds from the beginning of the scene's narration
    end: float


class SpokenSentence(Data, frozen=True):
    start: float
    end: float
    words: tuple[SpokenWord, ...]  # as many as story_cli.text counts


class SpokenScene(Data, frozen=True):
    duration: float  # length of the scene's narration, silence at both ends included
    sentences: tuple[SpokenSentence, ...]


class Reading(Data, frozen=True):
    """How long everything takes to read; from the duration half of a voice, or from its finished speech."""

    engine: str
    title: SpokenScene  # the title as one scene of one sentence
    scenes: tuple[SpokenScene, ...]


class Narration(Data, frozen=True):
    """Finished speech: one mono WAV for the title and one a scene, and the times of every word."""

    reading: Reading
    sample_rate_hz: int


# --- score -----------------------------------------------------------------------------------------------------


class Mood(Data, frozen=True):
    """How a sentence feels, both −1 … 1."""

    scene: int
    sentence: int
    sad_happy: float
    calm_exciting: float


class Section(Data, frozen=True):
    """A stretch of music; scene −1 is the title, len(scenes) the end card."""

    name: str
    scene: int
    start: float
    end: float
    bars: int
    tempo_bpm: float
    key: str


class EffectCue(Data, frozen=True):
    """A sound effect on a word; `offset` seconds from that word's start (may be negative)."""

    effect: str  # catalogue id
    scene: int
    at: At
    offset: float
    gain_db: float
    reason: str


class Score(Data, frozen=True):
    """Music for the whole film (one stereo WAV, stems, MIDI) and the effects to be mixed."""

    key: str
    tempo_bpm: float
    duration: float
    motif: tuple[int, ...]  # the hero's signature as scale-free semitone steps
    instruments: tuple[str, ...]
    sections: tuple[Section, ...]
    moods: tuple[Mood, ...]
    effects: tuple[EffectCue, ...]
    ambience: tuple[str, ...]  # one loop id a scene, "" for none


# --- film ------------------------------------------------------------------------------------------------------


class Film(Data, frozen=True):
    """What was rendered and what was measured on the file."""

    width_px: int
    height_px: int
    fps: int
    frames: int
    duration: float
    loudness_lufs: float
    true_peak_dbtp: float
    scene_starts: tuple[float, ...]
    captions: int
