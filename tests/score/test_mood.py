import pytest

from story_cli.errors import StoryError
from story_cli.score.mood import (
    BUCKETS,
    Feeling,
    MoodModel,
    dense_features,
    feel,
    load_mood_model,
    smooth,
    sparse_features,
    story_moods,
    word_key,
)

from .made import make_story


def test_hashed_features_never_change() -> None:
    features = sparse_features("a cat")
    assert features == sparse_features("A  CAT!")
    assert all(0 <= bucket < BUCKETS for bucket in features)
    assert max(features.values()) == pytest.approx(2**-0.5)


def test_negation_turns_a_rated_word_round() -> None:
    ratings = {word_key("happy"): (0.8, 0.2)}
    assert dense_features("she was happy", ratings)[1] > 0 > dense_features("she was not happy", ratings)[1]


def test_happy_is_happier_than_sad_and_loud_is_more_exciting_than_sleepy(mood_model: MoodModel) -> None:
    happy, sad = (
        feel(mood_model, text) for text in ("They laughed and danced with joy!", "He was alone and he cried.")
    )
    assert happy.sad_happy > sad.sad_happy + 0.5
    wild, sleepy = (feel(mood_model, text) for text in ("Help! A storm! Run!", "The calm pond slept under the moon."))
    assert wild.calm_exciting > sleepy.calm_exciting + 0.5


def test_smoothing_leans_on_neighbours_and_keeps_a_flat_curve() -> None:
    flat = smooth([Feeling(0.4, -0.2)] * 3)
    assert [f.sad_happy for f in flat] == pytest.approx([0.4] * 3)
    bumped = smooth([Feeling(0, 0), Feeling(1, 1), Feeling(0, 0)])
    assert bumped[0].sad_happy == pytest.approx(0.25)
    assert bumped[1].sad_happy == pytest.approx(0.5)


def test_adjectives_shift_every_sentence(mood_model: MoodModel) -> None:
    story = make_story()
    plain, shifted = (story_moods(story, mood_model, shift) for shift in ((), [(-0.3, 0.2)]))
    assert len(plain) == len(shifted) == 10
    for before, after in zip(plain, shifted, strict=True):
        assert after.sad_happy <= before.sad_happy
        assert after.calm_exciting >= before.calm_exciting
        assert -1 <= after.sad_happy <= 1


def test_a_missing_model_says_what_to_do(tmp_path) -> None:
    with pytest.raises(StoryError) as caught:
        load_mood_model(tmp_path)
    assert "train mood" in caught.value.hint
