"""Damaged inputs: bytes flipped, cut, doubled, spliced with what breaks readers. Draws from a hypothesis strategy."""

from __future__ import annotations

from hypothesis import strategies as st

_SPLICES = (
    b"\x00", b"\xff\xfe", b"\x1b[2J", b"../../../etc/passwd", b"[" * 500, b'{"a":' * 200,
    b"1e999999", b"NaN", b"-1", b"null",
    b"9" * 400, b'"', b"\\u0000", b"\\ud800", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b'href="file:///etc/passwd"', b"url(http://x)",
    b"\xe2\x80\xae", b"true", b"{}", b"[]", b",,,,", b"\r\n\r\n",
    b"4294967295", b"\x7f\xff\xff\xff", b"%s%n{0.__class__}",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, example: bytes) -> bytes:
    """The example with one to four faults, or something else altogether."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    data = bytearray(example)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(("flip", "cut", "drop", "double", "splice", "number")))
        if kind == "flip" and data:
            data[place] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del data[place:]
        elif kind == "drop":
            del data[place : place + draw(st.integers(1, 20))]
        elif kind == "double":
            data[place:place] = data[place : place + draw(st.integers(1, 60))]
        elif kind == "splice":
            data[place:place] = draw(st.sampled_from(_SPLICES))
        else:
            data[place : place + 2] = draw(st.sampled_from((b"-9", b"0.", b"1e", b"99", b'""')))
    return bytes(data)
