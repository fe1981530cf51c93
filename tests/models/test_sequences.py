"""Sequences carry field and scene of every token; only texts are learnt."""

from story_cli.artifacts import Frame
from story_cli.models.roles import Role, RoleScene, RoleStory
from story_cli.models.sequences import END, TEXT, Field, Sequencer, stage_of
from story_cli.training.vocabulary import train_tokenizer

STORY = RoleStory(
    "kit:x", "castle", "cat", ("silly",), (Role("c1", "creature", kind="owl", named=True),), ("the", "<c1>"), (),
    (
        RoleScene(
            "p1", (Frame("hero", "meet", "c1", feeling="happy"),), ("bell",), ("the", "<c1>", "rang", "a", "bell", ".")
        ),
    ),
)  # fmt: skip


def made() -> Sequencer:
    words = "castle cat silly owl the rang a bell . meet happy unhappily"
    return Sequencer(train_tokenizer([words] * 5, size=300))


def test_words_come_back_from_ids() -> None:
    sequencer = made()
    words = ["the", "<c1>", "unhappily", "rang", "."]
    assert sequencer.words(sequencer.ids(words)) == words


def test_only_the_text_is_learnt() -> None:
    sequencer = made()
    piece = sequencer.story(STORY)
    names = [sequencer.tokenizer.id_to_token(i) for i in piece.tokens]
    begin = names.index(TEXT) + 1
    assert not any(piece.learnt[:begin])
    assert all(piece.learnt[begin:])
    assert names[-1] == END


def test_a_frames_words_have_their_fields() -> None:
    sequencer = made()
    piece = sequencer.plan(STORY.scenes[0], 1)
    fields = {sequencer.tokenizer.id_to_token(t): Field(f) for t, f in zip(piece.tokens, piece.fields, strict=True)}
    assert fields["<hero>"] == Field.AGENT
    assert fields["<c1>"] == Field.OBJECT
    assert fields["happy"] == Field.FEELING
    assert fields["bell"] == Field.KEYWORD


def test_any_number_of_scenes_is_told_in_five_parts() -> None:
    assert [stage_of(n, 5) for n in range(1, 6)] == [1, 2, 3, 4, 5]
    assert stage_of(1, 1) == 1
    assert [stage_of(n, 12) for n in (1, 12)] == [1, 5]
