import msgspec
import pytest

from story_cli.errors import StoryError
from story_cli.score.harmony import parse_numeral
from story_cli.score.melody import motif_steps
from story_cli.score.parts import MusicLibrary, check_music, load_music

HEROES = [
    "mermaid",
    "pirate",
    "astronaut",
    "wizard",
    "princess",
    "knight",
    "robot",
    "dragon",
    "fox",
    "penguin",
    "cat",
    "unicorn",
]
THEMES = ["underwater", "enchanted-forest", "outer-space", "treasure-island", "castle", "snowy-mountain"]


def test_the_shipped_library_is_whole(music: MusicLibrary) -> None:
    assert list(check_music(music)) == []
    assert set(HEROES) <= set(music.signatures)
    assert set(THEMES) <= set(music.palettes)
    assert len(music.progressions) >= 24
    assert len(music.figures) >= 16
    assert len(music.contours) >= 24


def test_every_numeral_is_a_chord(music: MusicLibrary) -> None:
    for progression in music.progressions:
        for bar in progression.chords:
            for name in bar.split():
                assert len(parse_numeral(name, 0, progression.modes[0]).tones) >= 2


def test_heroes_have_motifs_of_their_own(music: MusicLibrary) -> None:
    steps = {hero: motif_steps(music.signatures[hero]) for hero in HEROES}
    assert len(set(steps.values())) == len(HEROES)
    assert all(4 <= len(music.signatures[hero].degrees) <= 8 for hero in HEROES)


def test_a_fault_is_named(music: MusicLibrary) -> None:
    long = msgspec.structs.replace(music.figures[0], notes=((3.0, 2.0, "r", 60),))
    broken = msgspec.structs.replace(music, figures=(long,))
    assert any(long.id in fault for fault in check_music(broken))


def test_an_unknown_key_is_refused(tmp_path) -> None:
    (tmp_path / "instruments.json").write_text('{"schema":1,"kind":"x","licence":"","origin":"","note":"","oops":1}')
    with pytest.raises(StoryError, match="oops"):
        load_music(tmp_path)
