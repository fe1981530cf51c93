"""BLEU and slot errors of told texts."""

from __future__ import annotations

from collections.abc import Sequence

from story_cli.training.data2text.meaning import Meaning
from story_cli.training.data2text.patterns import PATTERNS
from story_cli.training.data2text.slots import Found, compared, told_in
from story_cli.training.data2text.wording import copied_slots


def bleu(texts: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Corpus BLEU against several references: sacrebleu, 13a tokens, in lower case as the E2E metrics count it."""
    from sacrebleu.metrics.bleu import BLEU

    most = max(len(refs) for refs in references)
    streams = [[refs[n] if n < len(refs) else None for refs in references] for n in range(most)]
    return float(BLEU(lowercase=True, tokenize="13a").corpus_score(list(texts), streams).score)  # type: ignore[arg-type]


def slot_errors(meaning: Meaning, text: str, name: str, copied: Sequence[str]) -> Found:
    """How the text and its meaning differ, by the patterns of the corpus `name`."""
    told = told_in(text, copied_slots(meaning, copied), PATTERNS[name])
    return compared(meaning, told, copied, PATTERNS[name])


def slot_error_rate(found: Sequence[Found]) -> float:
    """Slots missed, added or wrong, over the slots of all meanings."""
    return sum(f.errors for f in found) / max(1, sum(f.slots for f in found))
