"""The one file that runs Festival: spoken words in, full-context labels out (no sound is made there).

Festival is asked for what it is good at, the linguistics of English: letter to sound, syllables, stress, accents,
parts of speech. `label`: one process reads a whole story from a script and ends; nothing stays behind. `Session`: one
that stays, for voices whose first sound must not wait until Festival has loaded.
"""

from __future__ import annotations

import os
import re
import selectors
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, NamedTuple

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.engine import Utterance

VOICE_FOLDER = Path("/usr/share/festival/voices/us/cmu_us_slt_arctic_hts")
VOICE_FILE = VOICE_FOLDER / "hts" / "cmu_us_slt_arctic_hts.htsvoice"
INSTALL_HINT = "install it: apt-get install festival festvox-us-slt-hts"
TIME_LIMIT = 60.0  # seconds, and _WORD_LIMIT more for each word; a story takes about one second
_WORD_LIMIT = 0.05

_SAFE_WORD = re.compile(r"(?:[a-z][a-z']*|'s)\Z")
_SAFE_PHONES = re.compile(r"[a-z]+[0-2]?( [a-z]+[0-2]?)*\Z")
_MAX_LETTERS = 40  # of one word, of which Festival makes sense

_SETUP = """(voice_cmu_us_slt_arctic_hts)
(defSynthType None utt)
(Parameter.set 'Synth_Method 'None)
(define (token_to_words token name)
  (if (string-equal name "'s") (list '((name "'s") (pos nnp))) (list name)))
(set! break_tree '((R:Token.parent.break is "1") ((BB)) ((n.name is 0) ((BB)) ((NB)))))
(Parameter.set 'Phrase_Method 'cart_tree)
(set! phrase_cart_tree break_tree)
(define (say_labels number words)
  (let ((utt (Utterance Tokens nil)))
    (utt.relation.create utt 'Token)
    (mapcar (lambda (word) (utt.relation.append utt 'Token word)) words)
    (utt.synth utt)
    (format t "@utterance %d\\n" number)
    (mapcar
     (lambda (segment)
       (let ((word (item.parent (item.parent (item.relation segment 'SylStructure)))))
         (format t "%s %s"
           (if word (item.feat word "R:Token.parent.place") "-1")
           (hts_feats_output_string segment))))
     (utt.relation.items utt 'Segment))
    (format t "@end\\n")))
"""
_DONE = '(format t "@done\\n") (fflush nil)'


class LabelledPhone(NamedTuple):
    """A phone in context; `word` is the index of the spoken word, −1 in silence."""

    name: str
    word: int
    label: str


def check_installed() -> str:
    """Path of the program. Raises: StoryError that names the packages."""
    program = shutil.which("festival")
    if program is None:
        raise StoryError("Festival is not installed", INSTALL_HINT, ExitStatus.MISSING_ENGINE)
    if not VOICE_FILE.is_file():
        raise StoryError("Festival's slt HTS voice is not installed", INSTALL_HINT, ExitStatus.MISSING_ENGINE)
    return program


def label(utterances: Sequence[Utterance], time_limit: float = TIME_LIMIT) -> list[list[LabelledPhone]]:
    """Phones with labels for each utterance, in order; an utterance with nothing to say has none.

    Raises: StoryError if Festival is missing, dies (with the end of its messages) or passes the time limit.
    """
    program = check_installed()
    if all(utterance.is_silent for utterance in utterances):
        return [[] for _ in utterances]
    with tempfile.TemporaryDirectory(prefix="storycli-voice-") as folder:
        script = Path(folder) / "labels.scm"
        script.write_text("\n".join([_SETUP, *_entries(utterances), *_calls(utterances)]) + "\n", encoding="ascii")
        count = sum(len(utterance.words) for utterance in utterances)
        output = _run([program, "--batch", str(script)], time_limit + _WORD_LIMIT * count)
    return _answered(utterances, output)


def _answered(utterances: Sequence[Utterance], output: str) -> list[list[LabelledPhone]]:
    """Phones of each utterance in what Festival printed. Raises: StoryError for one of which it printed none."""
    found: list[list[LabelledPhone]] = [[] for _ in utterances]
    for number, phones in _parse(output):
        found[number] = phones
    lost = [n for n, utterance in enumerate(utterances) if not utterance.is_silent and not found[n]]
    if lost:
        words = " ".join(word.shown for word in utterances[lost[0]].words)[:80]
        raise StoryError(f"Festival gave no phones for “{words}”", "change these words, or use --engine flite")
    return found


class Session:
    """A Festival that stays and answers in milliseconds, until it is closed or collected."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def label(self, utterances: Sequence[Utterance]) -> list[list[LabelledPhone]]:
        """As the function `label`; starts Festival if it does not run. Raises: as it does."""
        if all(utterance.is_silent for utterance in utterances):
            return [[] for _ in utterances]
        lines = [*_entries(utterances), *_calls(utterances), _DONE]
        process = self._process
        if process is None or process.poll() is not None:
            process = self._started()
            lines = [_SETUP, *lines]
        assert process.stdin is not None
        try:
            process.stdin.write(("\n".join(lines) + "\n").encode("ascii"))
            process.stdin.flush()
        except OSError:
            pass  # it died; what it printed before is read, and told
        return _answered(utterances, self._read(process))

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def __del__(self) -> None:
        self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        self.close()
        command = [check_installed(), "--pipe"]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (as long-lived as the process that writes to it)
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        except OSError as exc:
            raise StoryError(f"cannot start Festival: {exc.strerror}", INSTALL_HINT, ExitStatus.MISSING_ENGINE) from exc
        return self._process

    def _read(self, process: subprocess.Popen[bytes]) -> str:
        """What it prints until it has answered."""
        assert process.stdout is not None
        deadline = time.monotonic() + self._time_limit
        output = b""
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while b"@done\n" not in output:
                if not ready.select(max(0.0, deadline - time.monotonic())):
                    self.close()
                    raise _late(self._time_limit)
                piece = os.read(process.stdout.fileno(), 65536)
                if not piece:
                    raise self._died(process)
                output += piece
        return output.decode(errors="replace")

    def _died(self, process: subprocess.Popen[bytes]) -> StoryError:
        code, message = process.wait(), ""
        if self._errors is not None:
            self._errors.seek(0)
            message = self._errors.read().decode(errors="replace")
        self.close()
        return _failed(code, message)


def _late(time_limit: float) -> StoryError:
    hint = "try again when the machine is less busy, or use --engine flite"
    return StoryError(f"Festival gave no answer within {time_limit:.0f} s", hint)


def _failed(code: int, message: str) -> StoryError:
    tail = " | ".join(message.strip().splitlines()[-5:]) or "no message"
    return StoryError(f"Festival failed with exit code {code}: {tail}", INSTALL_HINT)


def _run(command: list[str], time_limit: float) -> str:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=time_limit,
            check=False,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired as exc:
        raise _late(time_limit) from exc
    except OSError as exc:
        raise StoryError(f"cannot start Festival: {exc.strerror}", INSTALL_HINT, ExitStatus.MISSING_ENGINE) from exc
    if done.returncode != 0 or "SIOD ERROR" in done.stderr:
        raise _failed(done.returncode, done.stderr)
    return done.stdout


def _entries(utterances: Sequence[Utterance]) -> Iterator[str]:
    """Lexicon entries of all pronunciations, each once."""
    known = {entry for utterance in utterances for entry in utterance.pronunciations}
    for word, phones in sorted(known):
        if _SAFE_WORD.match(word) and _SAFE_PHONES.match(phones):
            yield f'(lex.add.entry \'("{word}" n ({_syllables(phones)})))'


def _calls(utterances: Sequence[Utterance]) -> Iterator[str]:
    for number, utterance in enumerate(utterances):
        tokens = []
        place = 0
        for word in utterance.words:
            for index, spoken in enumerate(word.spoken):
                if not _SAFE_WORD.match(spoken):
                    raise ValueError(f"not a plain spoken word: {spoken!r}")
                ends = word.pause > 0 and index == len(word.spoken) - 1
                mark = '(punc "0") (prepunctuation "")' + (' (break "1")' if ends else "")
                name = spoken[:_MAX_LETTERS]
                tokens.append(f'("{name}" ((name "{name}") {mark} (place "{place}")))')
                place += 1
        if tokens:
            yield f"(say_labels {number} '({' '.join(tokens)}))"


def _syllables(phones: str) -> str:
    """ "n ax r ih1 s ax" → "((n ax) 0) ((r ih) 1) ((s ax) 0)": a consonant before a vowel opens its syllable."""
    parts = [(phone.rstrip("012"), phone[-1] if phone[-1] in "012" else "") for phone in phones.split()]
    vowels = [i for i, (name, _) in enumerate(parts) if name[0] in "aeiou"]
    starts = [0]
    for before, here in pairwise(vowels):
        starts.append(here if here - before == 1 else here - 1)
    bounds = [*starts, len(parts)]
    groups = []
    for begin, end in pairwise(bounds):
        stress = next((digit for _, digit in parts[begin:end] if digit), "0")
        names = " ".join(name for name, _ in parts[begin:end])
        groups.append(f"(({names}) {'1' if stress == '1' else '0'})")
    return " ".join(groups)


def _parse(output: str) -> Iterator[tuple[int, list[LabelledPhone]]]:
    number = -1
    phones: list[LabelledPhone] = []
    for line in output.splitlines():
        if line.startswith("@utterance "):
            number, phones = int(line.split()[1]), []
        elif line == "@end":
            yield number, phones
            number = -1  # a session prints values of its commands between utterances
        elif number >= 0 and line.strip():
            place, _, _, context = line.split()
            phones.append(LabelledPhone(context.split("-", 1)[1].split("+", 1)[0], int(place), context))
