"""Pictures of an actor for films: bodies by phase, faces as patches, kept on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from story_cli.art.cache import ArtCache
from story_cli.art.piece import Piece
from story_cli.art.planar import Posed
from story_cli.art.poses import Poses
from story_cli.art.puppet import Look
from story_cli.art.signature import Signature


@pytest.fixture
def poses(pim: Piece, roles: Signature, no_cache: ArtCache) -> Poses:
    return Poses(pim, roles, {}, 120.0, False, 0.5, no_cache)


def test_an_animation_has_as_many_bodies_as_its_loop_has_twos(poses: Poses) -> None:
    puppet = poses.puppet
    postures = {puppet.posture("wave", n / 12, "calm", "idle") for n in range(144)}
    assert len(postures) == round(puppet.loop("wave") * 12)


def test_corners_lie_on_even_pixels(poses: Poses) -> None:
    for phase in (0.0, 0.25, 0.5):
        posture = poses.puppet.posture("wave", phase, "calm", "idle")
        for made in (poses.body(posture), poses.contact(posture), poses.around(posture)):
            assert made.dx % 2 == 0
            assert made.dy % 2 == 0


def test_a_blink_changes_only_the_face(poses: Poses) -> None:
    posture = poses.puppet.posture("idle", 0.0, "calm", "idle")
    body, blink = poses.body(posture), poses.face(posture, Look(blink=True))
    assert blink is not None
    assert blink.picture.y.size < 0.4 * body.picture.y.size
    assert poses.face(posture, Look()) is None


def test_a_patch_over_the_body_is_the_face_drawn_whole(poses: Poses) -> None:
    posture = poses.puppet.posture("idle", 0.0, "calm", "idle")
    whole = poses.finished(poses.puppet.sprite(mouth="talk-wide"))
    body, patch = poses.body(posture), poses.face(posture, Look(mouth="talk-wide"))
    assert patch is not None
    picture = laid(body, patch)
    from story_cli.art.planar import placed

    wanted = placed(whole).picture.y[:, 1:].astype(int)
    assert np.abs(picture - wanted).mean() < 0.3
    assert np.percentile(np.abs(picture - wanted), 99.5) <= 6


def test_the_mirrored_pose_is_the_mirror_image_in_outline(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    right, left = (Poses(pim, roles, {}, 120.0, flip, 0.5, no_cache) for flip in (False, True))
    posture = right.puppet.posture("idle", 0.0, "calm", "idle")
    assert left.body(posture).dx < 0
    opaque = [int((255 - p.body(posture).picture.clear[:, 1:]).sum()) for p in (right, left)]
    assert opaque[0] == opaque[1]
    assert right.anchor("hand", posture)[0] == -left.anchor("hand", posture)[0]


def test_kept_poses_are_read_back_and_nothing_is_drawn(pim: Piece, roles: Signature, tmp_path: Path) -> None:
    first = Poses(pim, roles, {}, 120.0, False, 0.5, ArtCache(tmp_path))
    posture = first.puppet.posture("wave", 0.25, "calm", "idle")
    made = [first.body(posture), first.around(posture), first.face(posture, Look(blink=True))]
    first.keep()
    again = Poses(pim, roles, {}, 120.0, False, 0.5, ArtCache(tmp_path))
    again.puppet.sprite = pytest.fail  # type: ignore[method-assign, assignment]
    kept = [again.body(posture), again.around(posture), again.face(posture, Look(blink=True))]
    for one, other in zip(made, kept, strict=True):
        assert one is not None
        assert other is not None
        assert (one.dx, one.dy) == (other.dx, other.dy)
        for a, b in zip(one.picture.planes, other.picture.planes, strict=True):
            assert np.array_equal(a, b)


def laid(body: Posed, patch: Posed) -> np.ndarray:
    """Luma of the body with the patch over it."""
    y = body.picture.y[:, 1:].astype(int)
    top, left = patch.dy - body.dy, patch.dx - body.dx
    height, width = patch.picture.y.shape[0], patch.picture.y.shape[1] - 1
    window = y[top : top + height, left : left + width]
    window[:] = window * patch.picture.clear[:, 1:] // 255 + patch.picture.y[:, 1:]
    return y
