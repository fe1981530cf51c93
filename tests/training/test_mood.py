import lzma

import numpy as np
import pytest
from scipy import sparse

from story_cli.score.mood import feel, load_mood_model, word_key
from story_cli.training.mood import read_emobank, read_goemotions, read_ratings, ridge, run

HEAD = "id\tcategory\tdocument\tV\tA\tD\ttext\n"


def _corpora(folder):
    (folder / "emobank").mkdir()
    (folder / "wordlists").mkdir()
    (folder / "goemotions").mkdir()
    with lzma.open(folder / "goemotions" / "goemotions-train.tsv.xz", "wt") as file:
        file.write("joy,love\twhat a good day\nanger\tso bad\nunknown\tleft out\n")
    rows = [("good day", 4.0, 3.2), ("bad day", 2.0, 2.8), ("a good good time", 4.2, 3.3), ("so bad", 1.9, 2.9)] * 6
    table = HEAD + "".join(f"{i}\tx\ty\t{v}\t{a}\t3\t{text}\n" for i, (text, v, a) in enumerate(rows))
    for name in ("train", "dev"):
        with lzma.open(folder / "emobank" / f"emobank-{name}.tsv.xz", "wt") as file:
            file.write(table)
    (folder / "wordlists" / "afinn_en_165.txt").write_text("good\t3\nbad\t-3\n")
    (folder / "wordlists" / "vader_lexicon.txt").write_text("fun\t2.0\t0.5\t[2]\n")
    import gzip

    with gzip.open(folder / "wordlists" / "glasgow_norms.csv.gz", "wt") as file:
        file.write("WORDS,AROU_M,VAL_M\nstorm,7,3\n")
    return folder


def test_ridge_finds_the_weights_of_a_linear_rule() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    x = rng.normal(size=(200, 5))
    weights = np.array([1.0, -2.0, 0.0, 0.5, 3.0])
    assert ridge(sparse.csr_matrix(x), x @ weights, 1e-6) == pytest.approx(weights, abs=1e-3)


def test_corpora_are_read_and_centred(tmp_path) -> None:
    _corpora(tmp_path)
    split = read_emobank(tmp_path / "emobank" / "emobank-dev.tsv.xz")
    assert split.targets[0].tolist() == pytest.approx([1.0, 0.2])
    comments = read_goemotions(tmp_path / "goemotions" / "goemotions-train.tsv.xz")
    assert comments.texts == ["what a good day", "so bad"]
    assert comments.targets[0].tolist() == pytest.approx([0.9, 0.45])
    ratings = read_ratings(tmp_path / "wordlists")
    assert ratings[word_key("good")][0] == pytest.approx(0.6)
    assert ratings[word_key("storm")] == pytest.approx((-0.5, 0.5))


@pytest.mark.slow
def test_a_model_is_trained_and_can_be_used(tmp_path) -> None:
    result = run(data=_corpora(tmp_path), out=tmp_path / "music")
    assert result.valence_r > 0.9
    model = load_mood_model(tmp_path / "music" / "mood")
    assert feel(model, "good time").sad_happy > feel(model, "bad time").sad_happy
