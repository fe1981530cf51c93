from story_cli.rng import derived_seed, numpy_rng, stage_rng


def test_same_names_give_the_same_stream() -> None:
    assert stage_rng(7, "scene", 3).random() == stage_rng(7, "scene", 3).random()
    assert numpy_rng(7, "scene", 3).random() == numpy_rng(7, "scene", 3).random()


def test_neighbours_share_nothing() -> None:
    seeds = {derived_seed(seed, stage, n) for seed in range(20) for stage in ("scene", "score") for n in range(5)}
    assert len(seeds) == 200


def test_labels_do_not_run_together() -> None:
    assert derived_seed(1, "ab", "c") != derived_seed(1, "a", "bc")
