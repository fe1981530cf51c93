"""A scene graph as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

from story_cli.scene.graph_picture import graphs_svg
from tests.scene.conftest import Read


def test_a_graph_becomes_well_formed_svg_with_its_words(read: Read) -> None:
    text = 'Lulu held a "big" lantern under the boat & waved. There was no crab.'
    (scene,) = read(text)
    picture = graphs_svg([scene.graph], [text])
    told = " ".join(ElementTree.fromstring(picture).itertext())
    assert "holding" in told
    assert "wave" in told
    assert "stroke-dasharray" in picture
    assert picture == graphs_svg([scene.graph], [text])
