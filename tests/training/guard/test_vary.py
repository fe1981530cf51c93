"""Variations of a sentence."""

from __future__ import annotations

import random

from story_cli.training.guard.vary import CREATURES, vary

SENTENCE = "The fox gave Mia a bun, and the fox bowed."


def test_most_sentences_stay_as_they_are_and_some_change() -> None:
    found = [vary(SENTENCE, random.Random(n)) for n in range(200)]
    assert 60 < sum(text == SENTENCE for text in found) < 160


def test_the_same_creature_becomes_the_same_other() -> None:
    creatures = set(CREATURES.split())
    for n in range(200):
        words = vary(SENTENCE, random.Random(n)).rstrip(".").split()
        if words[0] == "The" and len(words) == 10 and {words[1], words[8]} <= creatures:
            assert words[1] == words[8]


def test_the_same_draw_gives_the_same_sentence() -> None:
    assert vary(SENTENCE, random.Random(7)) == vary(SENTENCE, random.Random(7))


def test_a_word_or_two_letters_survive() -> None:
    for n in range(300):
        for short in ("No", "Ah!", "x"):
            assert vary(short, random.Random(n))
