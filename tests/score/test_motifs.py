from story_cli.score.melody import motif_steps
from story_cli.score.motifs import statements, unlike_others
from story_cli.score.notes import Note
from story_cli.score.parts import MusicLibrary


def _line(music: MusicLibrary, hero: str, speed: float = 1.0, base: int = 72) -> list[tuple[float, int]]:
    signature = music.signatures[hero]
    beat, pitch, line = 3.0, base, [(3.0, base)]
    for length, step in zip(signature.lengths["4/4"], motif_steps(signature), strict=False):
        beat, pitch = beat + length * speed, pitch + step
        line.append((beat, pitch))
    return line


def test_a_motif_is_known_at_any_pitch_and_speed_and_from_no_other(music: MusicLibrary) -> None:
    for hero in music.signatures:
        line = _line(music, hero, 1.7, 65)
        found = [other for other, s in music.signatures.items() if list(statements(line, s))]
        assert found == [hero]


def test_the_same_steps_in_another_rhythm_are_no_statement(music: MusicLibrary) -> None:
    line = [(i * 0.5 if i else -5.0, pitch) for i, (_, pitch) in enumerate(_line(music, "dragon"))]
    assert not list(statements(line, music.signatures["dragon"]))


def test_another_hero_s_motif_is_broken_and_the_own_stays(music: MusicLibrary) -> None:
    notes = [Note("melody", "flute", beat, 0.5, pitch, 80) for beat, pitch in _line(music, "dragon")]
    signatures = music.signatures.values()
    changed = unlike_others(notes, music.signatures["fox"], signatures, music.instruments)
    assert not list(statements([(n.beat, n.pitch) for n in changed], music.signatures["dragon"]))
    assert [n.pitch for n in changed[:-1]] == [n.pitch for n in notes[:-1]]
    assert unlike_others(notes, music.signatures["dragon"], signatures, music.instruments) == notes
