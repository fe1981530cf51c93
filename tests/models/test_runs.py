"""Runs of words that were counted are less surprising than others."""

from story_cli.models.runs import counted_runs, surprises

MAT = ["the", "cat", "sat", "on", "the", "mat", "."]
TEXT = [MAT, [*MAT[:5], "chair", "."]] * 3


def test_counted_runs_surprise_less_than_shuffled_ones() -> None:
    table = counted_runs(TEXT)
    known, strange = surprises(MAT, [8.0] * 7, table)
    odd, stranger = surprises(["mat", "the", "on", "sat", "the", "cat", "."], [8.0] * 7, table)
    assert strange == 0
    assert stranger > 0
    assert sum(known) < sum(odd)


def test_a_table_of_nothing_knows_nothing() -> None:
    nats, strange = surprises(["a", "b"], [5.0, 6.0], counted_runs([]))
    assert strange == 2
    assert nats == [7.5, 8.5]
