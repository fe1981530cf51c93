"""Coreference documents: brackets to clusters, GAP's rows, cutting long ones."""

from __future__ import annotations

import lzma
from pathlib import Path

from story_cli.training.coref_data import Document, gap, litbank, ontogum, pieces


def _packed(path: Path, text: str) -> Path:
    path.write_bytes(lzma.compress(text.encode()))
    return path


def test_nested_brackets_become_spans(tmp_path: Path) -> None:
    rows = [("The", "(1"), ("king", "_"), ("of", "_"), ("Spain", "(2)|1)"), ("slept", "_"), ("He", "(1)")]
    lines = "\n".join(f"doc\t0\t{n}\t{word}\t_\t_\t_\t_\t_\t_\t_\t_\t{mark}" for n, (word, mark) in enumerate(rows))
    (document,) = litbank(_packed(tmp_path / "a.xz", f"#begin document (doc); part 0\n{lines}\n\n#end document\n"))
    assert document.words == ("The", "king", "of", "Spain", "slept", "He")
    assert set(document.clusters) == {((0, 3), (5, 5)), ((3, 3),)}
    assert document.complete


def test_ontogum_has_three_columns(tmp_path: Path) -> None:
    text = "# begin document made\n0\tLulu\t(7)\n1\tmet\t_\n2\tmy\t(8\n3\tcrab\t8)\n4\tShe\t(7)\n# end document\n"
    (document,) = ontogum(_packed(tmp_path / "a.xz", text))
    assert document.name == "made"
    assert set(document.clusters) == {((0, 0), (4, 4)), ((2, 3),)}
    assert not document.complete


def test_gap_asks_for_one_pronoun(tmp_path: Path) -> None:
    header = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
    row = "x-1\tAnn Lee met Bea. She sang.\tShe\t17\tAnn Lee\t0\tTRUE\tBea\t12\tFALSE\thttp://x\n"
    (document,) = gap(_packed(tmp_path / "a.xz", header + row))
    assert document.asked == {(5, 5)}
    assert document.clusters == (((0, 1), (5, 5)),)
    assert document.rivals == ((0, 1), (3, 3), (5, 5))


def test_a_long_document_is_cut_with_its_clusters() -> None:
    document = Document("long", tuple("abcdef"), (((0, 0), (4, 5)), ((2, 3),)))
    first, second = pieces(document, 3)
    assert (first.words, first.clusters) == (("a", "b", "c"), (((0, 0),),))
    assert (second.words, second.clusters) == (("d", "e", "f"), (((1, 2),),))
