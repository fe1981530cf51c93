"""Pronunciations that letter-to-sound rules get wrong: names of the catalogue and the stories, and sound words.

Phones of the CMU set in lower case ("ax" for schwa), stress after the vowel: 1 on the stressed one, 0 or nothing
elsewhere. Every engine gets these. Transcribed for this project.
"""

from __future__ import annotations

import re
from pathlib import Path

from story_cli.errors import UsageError

_NAMES = """
abena ax b eh1 n ax | abeni ax b eh1 n iy | aiko ay1 k ow | ama aa1 m ax | amina ax m iy1 n ax | anahi aa n ax hh iy1
anika aa1 n iy k ax | anjali aa1 n jh ax l iy | anneli aa1 n ax l iy | anouk ax n uw1 k | anya aa1 n y ax
arlo aa1 r l ow | ayla ay1 l ax | bao b aw1 | bas b ae1 s | benji b eh1 n jh iy | beppo b eh1 p ow
birgit b ih1 r g ih t | bjarni b y aa1 r n iy | bodhi b ow1 d iy | brigid b r ih1 jh ih d | brynn b r ih1 n
chidi ch iy1 d iy | dagny d ae1 g n iy | delfi d eh1 l f iy | ebbe eh1 b ax | edda eh1 d ax | efe eh1 f ey
eira ay1 r ax | elif eh l iy1 f | elin eh1 l ih n | emeka eh m ey1 k ax | emre eh1 m r ax | emrys eh1 m r ih s
esi eh1 s iy | estela eh s t eh1 l ax | freya f r ey1 ax | glim g l ih1 m | goro g ao1 r ow | hamza hh aa1 m z ax
hoku hh ow1 k uw | idris ih1 d r ih s | iggy ih1 g iy | imani ih m aa1 n iy | ines ih n eh1 z | inka ih1 ng k ax
isla ay1 l ax | jiro jh ih1 r ow | jojo jh ow1 jh ow | juni jh uw1 n iy | kaia k ay1 ax | kailani k ay l aa1 n iy
kalle k aa1 l ax | kavi k aa1 v iy | kaya k ay1 ax | kei k ey1 | kibo k iy1 b ow | kiki k iy1 k iy | kiko k iy1 k ow
kimi k ih1 m iy | kito k iy1 t ow | koa k ow1 ax | kwame k w aa1 m ey | ludo l uw1 d ow | lumi l uw1 m iy
makoa m ax k ow1 ax | maren m aa1 r ax n | marisol m ae1 r ih s ow l | mila m iy1 l ax | minka m ih1 ng k ax
minou m ih n uw1 | mirek m ih1 r eh k | mirela m ih r eh1 l ax | miso m iy1 s ow | mochi m ow1 ch iy | momo m ow1 m ow
mungo m ah1 ng g ow | nadim n ax d iy1 m | naia n ay1 ax | nala n aa1 l ax | nalu n aa1 l uw | nerida n eh r iy1 d ax
nerissa n ax r ih1 s ax | nia n iy1 ax | nilo n iy1 l ow | nima n iy1 m ax | nneka n eh1 k ax | noemi n ow1 eh m iy
noor n uh1 r | nuka n uw1 k ax | nuri n uw1 r iy | nuria n uw1 r iy ax | odile ow d iy1 l | olu ow1 l uw
oriel ao1 r iy ax l | ottie aa1 t iy | ozan ow z aa1 n | ozzy aa1 z iy | pilvi p ih1 l v iy | pim p ih1 m
pippa p ih1 p ax | priya p r iy1 y ax | puk p ah1 k | rafa r aa1 f ax | renzo r eh1 n z ow | rin r ih1 n
saffi s ae1 f iy | saskia s ae1 s k iy ax | sefa s eh1 f ax | sefu s eh1 f uw | signe s ih1 g n ax | sora s ao1 r ax
soraya s ax r ay1 ax | soren s ao1 r ax n | stellan s t eh1 l ax n | sunita s uw n iy1 t ax | sunniva s uw1 n ih v ax
suvi s uw1 v iy | tala t aa1 l ax | talia t aa1 l iy ax | tamsin t ae1 m z ih n | taro t aa1 r ow | tavi t aa1 v iy
thandi t ae1 n d iy | tigra t iy1 g r ax | tik t ih1 k | tiko t iy1 k ow | tilde t ih1 l d ax | tove t ow1 v ax
tuan t uw aa1 n | umar uw1 m aa r | umi uw1 m iy | wim w ih1 m | ximena hh ih m ey1 n ax | yara y aa1 r ax
yuki y uw1 k iy | yusuf y uw1 s ax f | zadie z ey1 d iy | zaza z aa1 z ax | zehra z eh1 r ax | zeki z eh1 k iy
zib z ih1 b | ziggy z ih1 g iy | zofia z ow f iy1 ax
"""

_SOUNDS = """
aah aa1 | achoo ax ch uw1 | ahh aa1 | ahoo ax hh uw1 | aroo ax r uw1 | arr aa1 r | boing b oy1 ng | boo b uw1
brr b er1 | choo ch uw1 | eeek iy1 k | eek iy1 k | eww iy1 uw | ff f | grr g er1 | hm hh m | hmm hh m | meow m iy aw1
miaow m iy aw1 | mm m | mmm m | moo m uw1 | oh ow1 | ohh ow1 | oo uw1 | oof uw1 f | ooh uw1 | ook uh1 k | pff p f
pfff p f | phew f y uw1 | pop p aa1 p | psst p s t | rr er1 | sh sh | shh sh | ss s | sss s | swoosh s w uw1 sh
tss t s | ugh ah1 g | wee w iy1 | whee w iy1 | whoa w ow1 | whoo w uw1 | whoosh w uw1 sh | woo w uw1 | wow w aw1
yay y ey1 | yum y ah1 m | zoom z uw1 m | zz z | zzz z
"""

_WORDS = """
anglerfish ae1 ng g l er f ih sh | cauldron k ao1 l d r ax n | cauldrons k ao1 l d r ax n z | igloo ih1 g l uw
igloos ih1 g l uw z | missis m ih1 s ih z | miz m ih1 z | o'clock ax k l aa1 k | pyjamas p ax jh aa1 m ax z
seahorse s iy1 hh ao r s | seahorses s iy1 hh ao r s ih z | snowmen s n ow1 m eh n | tidied t ay1 d iy d
"""


_LISTED = re.compile(r"[a-z][a-z']*\Z")
_PHONE = re.compile(r"[a-z]{1,3}[0-2]?\Z")
_MOST_LINES = 10_000


def read_list(path: Path) -> tuple[tuple[str, str], ...]:
    """(word, phones) of a user's list: a word and its phones on each line, "#" begins a remark.

    Raises: UsageError naming the line at fault, or the file if it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"cannot read the pronunciations {path}: {exc}", "name a text file") from exc
    if len(lines) > _MOST_LINES:
        raise UsageError(f"{path} has {len(lines)} lines", f"a list has at most {_MOST_LINES}")
    found = {}
    for number, line in enumerate(lines, 1):
        word, *phones = line.split("#", 1)[0].lower().split() or [""]
        if word and not (_LISTED.match(word) and phones and all(map(_PHONE.match, phones))):
            raise UsageError(
                f"{path} line {number}: not a word and its phones", "write for instance: nerissa n ax r ih1 s ax"
            )
        if word:
            found[word] = " ".join(phones)
    return tuple(sorted(found.items()))


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(*blocks: str) -> dict[str, str]:
    entries = (entry.split(None, 1) for block in blocks for line in block.splitlines() for entry in line.split("|"))
    return {entry[0]: entry[1].strip() for entry in entries if entry}


SOUND_WORDS = frozenset(_table(_SOUNDS)) | word_set(
    "bang boom bump clang clonk creak ding dong drip drop flap flop flump hic hiss hoot pling plip plop plonk"
    " pop roar splash splat splosh squeak swish thud thump tick tock twang whizz yikes zap zing zip"
)
PRONUNCIATIONS = _table(_NAMES, _SOUNDS, _WORDS)
