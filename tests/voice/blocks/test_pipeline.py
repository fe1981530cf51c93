import numpy as np
import pytest

from story_cli.voice.blocks.block import BlockError, Port
from story_cli.voice.blocks.front import COLUMNS, PHONE_ROWS
from story_cli.voice.blocks.networks import Decoder, Durations, TextEncoder, Upsampler
from story_cli.voice.blocks.pipeline import SequenceBlockContainer, StreamablePipeline, StreamableStack
from tests.voice.blocks.made import Doubler


def test_a_join_of_another_width_is_named() -> None:
    with pytest.raises(BlockError, match="block “decoder”, width: expected “frames” \\(25 wide") as caught:
        StreamableStack([("upsampler", Upsampler(8)), ("decoder", Decoder(width=16, hidden=8, layers=1, order=6))])
    assert (caught.value.block, caught.value.field) == ("decoder", "width")


def test_a_join_of_another_name_or_rate_is_named() -> None:
    class Faster(Doubler):
        def __init__(self) -> None:
            super().__init__()
            self.takes = Port("out", 1, 10.0)

    with pytest.raises(BlockError, match="rate_hz"):
        StreamableStack([("a", Doubler()), ("b", Faster())])
    with pytest.raises(BlockError, match="name"):
        StreamableStack([("a", Doubler()), ("b", Doubler())])


def test_a_block_must_be_given_what_it_takes() -> None:
    with pytest.raises(BlockError, match=r"“states”.*gives no such rows"):
        SequenceBlockContainer([("durations", Durations(8))], (PHONE_ROWS,))


def test_a_pipeline_needs_a_stack_that_fits_its_sequence() -> None:
    sequence = SequenceBlockContainer([("encoder", TextEncoder(width=8))], (PHONE_ROWS,))
    with pytest.raises(BlockError, match="upsampler"):
        StreamablePipeline(sequence, StreamableStack([("upsampler", Upsampler(8))]))
    with pytest.raises(BlockError, match="at least one"):
        StreamableStack([])


def test_an_opaque_sequence_block_can_stand_for_encoder_and_durations() -> None:
    """An attention-based voice: one block from phones to frames, then the streamable part as always."""

    class Attention(TextEncoder):
        def __init__(self) -> None:
            super().__init__(width=8)
            self.gives = (Port("in", 1, 10.0),)

        def run(self, rows: object) -> dict[str, object]:  # type: ignore[override]
            return {"in": np.ones((4, 1), np.float32)}

    pipeline = StreamablePipeline(
        SequenceBlockContainer([("attention", Attention())], (PHONE_ROWS,)), StreamableStack([("double", Doubler())])
    )
    phones = {"phones": np.zeros((3, len(COLUMNS)), np.float32)}
    assert pipeline.whole(phones)[:, 0].tolist() == [2, 2, 3, 3, 4, 4, 3, 3]
