import mido
import msgspec
import pytest

from story_cli.catalogue import library_root
from story_cli.score.partfiles import check_part_files, part_files, write_part_files
from story_cli.score.parts import BAR_BEATS, MusicLibrary


@pytest.fixture
def few(music: MusicLibrary) -> MusicLibrary:
    """The library with a part or two of each kind."""
    return msgspec.structs.replace(
        music,
        progressions=music.progressions[:2],
        rhythms=music.rhythms[:1],
        figures=music.figures[:1],
        contours=music.contours[:1],
        melodies=music.melodies[:2],
        signatures=dict(list(music.signatures.items())[:1]),
    )


def test_written_files_are_what_the_manifests_say(few: MusicLibrary, tmp_path) -> None:
    assert write_part_files(tmp_path, few) == len(list(part_files(few)))
    assert list(check_part_files(tmp_path, few)) == []


def test_a_changed_a_missing_and_an_unknown_file_are_named(few: MusicLibrary, tmp_path) -> None:
    write_part_files(tmp_path, few)
    first, second, third = sorted(tmp_path.glob("*/*.mid"))[:3]
    midi = mido.MidiFile(str(first))
    played = next(i for i, m in enumerate(midi.tracks[0]) if m.type == "note_on")
    midi.tracks[0][played] = midi.tracks[0][played].copy(velocity=1)
    midi.save(str(first))
    second.unlink()
    third.rename(third.with_name("stranger.mid"))
    faults = "\n".join(check_part_files(tmp_path, few))
    assert f"{first.stem}.mid has other notes" in faults
    assert f"{second.stem}.mid is missing" in faults
    assert "stranger.mid belongs to no part" in faults


def test_parts_that_are_gone_lose_their_file(few: MusicLibrary, tmp_path) -> None:
    write_part_files(tmp_path, few)
    fewer = msgspec.structs.replace(few, progressions=few.progressions[:1])
    write_part_files(tmp_path, fewer)
    assert list(check_part_files(tmp_path, fewer)) == []


def test_every_part_fills_its_bars_and_no_more(music: MusicLibrary) -> None:
    for file in part_files(music):
        assert file.notes, file.name
        assert max(n.beat for n in file.notes) < file.bars * BAR_BEATS[file.metre], file.name


def test_the_library_has_what_was_asked_for(music: MusicLibrary) -> None:
    assert len(music.progressions) >= 60
    assert len(music.rhythms) >= 40
    assert len(music.figures) >= 40
    assert sum(m.role == "melody" for m in music.melodies) >= 60
    assert sum(m.role == "counter" for m in music.melodies) >= 40
    assert len(music.signatures) >= 12
    assert sum(len(both) for both in music.palettes.values()) >= 12
    assert len(list((library_root() / "music" / "midi").glob("*/*.mid"))) == len(list(part_files(music)))
