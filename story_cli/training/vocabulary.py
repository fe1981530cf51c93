"""Our own tokenizer: byte-pair pieces of words, role tokens and marks whole, words separated by spaces beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from story_cli.models.roles import CAPITAL, CLOSE, OPEN, OPEN_ON, SOFT, role_tokens
from story_cli.models.sequences import MARKS, PAD, UNKNOWN

SIZE = 3072


def train_tokenizer(texts: Iterable[str], size: int = SIZE, more: Sequence[str] = ()) -> Tokenizer:
    """A tokenizer learnt from texts with spaces between words (`roles.spaced`); `more` tokens are whole too."""
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN, continuing_subword_prefix="##"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=False)
    whole = dict.fromkeys([*MARKS, *role_tokens(), CAPITAL, OPEN, OPEN_ON, CLOSE, *SOFT, *more])
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in whole],
        continuing_subword_prefix="##",
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """tokenizer.json and the small file by which AutoTokenizer finds its class."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 1024, '
        f'"pad_token": "{PAD}", "unk_token": "{UNKNOWN}"}}\n',
        encoding="utf-8",
    )
