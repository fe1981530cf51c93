"""Options of each stage, with their defaults. Part of an artifact's digest: change one and the stage is stale."""

from __future__ import annotations

from typing import Literal

from story_cli.artifacts import Data
from story_cli.shape import Ratio


class PlanSettings(Data, frozen=True):
    model: str = "planner"  # name in library/models, a folder, or a hub id
    candidates: int = 8  # plans sampled from the model
    drawn: int = 4  # tellings of the library's own plot that compete with them


WRITERS = ("both", "retrieve", "decoder", "frames")


class WriteSettings(Data, frozen=True):
    writer: str = "both"  # one of WRITERS
    model: str = "writer"  # what "both" and "decoder" decode with: a name in library/models, or a folder
    fidelity: str = "fidelity"  # classifier that re-ranks texts; "" for none
    candidates: int = 16  # texts sampled a scene
    beams: int = 4  # of which so many are written on from
    temperature: float = 0.8
    top_p: float = 0.95


class RankSettings(Data, frozen=True):
    model: str = "ranker"


class SceneSettings(Data, frozen=True):
    parser: str = "parser"
    coref: str = "coref"  # a model beside the rules, or "none"
    ratio: Ratio = "16:9"  # of the pictures; the film's size has to have it too


class ScoreSettings(Data, frozen=True):
    music: bool = True
    effects: bool = True
    soundfont: str = ""  # path; "" finds the installed one
    tempo: float = 1.0  # relative to what theme and mood ask for
    sad_happy: float = 0.0  # −1 … 1, added to every sentence's mood
    calm_exciting: float = 0.0


class VoiceSettings(Data, frozen=True):
    engine: str = "festival-hts"
    style: str = ""  # of a voice folder; "" is its first
    pronunciations: tuple[tuple[str, str], ...] = ()  # (word, phones), on top of the built-in list
    rate: float = 0.86  # speed relative to the engine's own; reading to children is slower


class RenderSettings(Data, frozen=True):
    width_px: int = 1280
    height_px: int = 720
    fps: int = 24
    quality: Literal["draft", "normal", "best"] = "normal"
    captions: Literal["burn", "soft", "srt", "vtt", "off"] = "burn"  # in the picture, a track, or beside the film
    effects: tuple[str, ...] = ()  # names of storycli.effects, in order
    loudness_lufs: float = -16.0
    sign_key: str = ""  # PEM files; "" leaves the film unsigned
    sign_certificate: str = ""
    stems: bool = False  # keep voice, music, ambience and effects beside the film


class Settings(Data, frozen=True):
    """The options of a whole run."""

    plan: PlanSettings = PlanSettings()
    write: WriteSettings = WriteSettings()
    rank: RankSettings = RankSettings()
    scene: SceneSettings = SceneSettings()
    score: ScoreSettings = ScoreSettings()
    voice: VoiceSettings = VoiceSettings()
    render: RenderSettings = RenderSettings()
