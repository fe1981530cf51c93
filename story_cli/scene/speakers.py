"""Who speaks each quotation, and whom "I", "you" and "we" mean inside it.

The speaker is the subject of the telling verb, whatever it is: a gate that says something is somebody. Where there is
none, the same one goes on or the one who acted just before speaks. The listener is who is called by name, else whom the
telling clause names ("she told him"), else the other speaker, else who was mentioned last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from story_cli.scene.discourse import ANY_PRONOUN, Discourse
from story_cli.scene.mentions import Mention
from story_cli.scene.quotes import speech_verbs, told_subject

if TYPE_CHECKING:
    from story_cli.scene.parse import Parsed
    from story_cli.scene.referents import SceneReading

_HEARD = ("voice", "cry", "sound")  # "cried a voice": its owner speaks, or nobody known


class Speech:
    """Speakers of one scene after another."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._last: list[str] = []  # speakers of this scene so far, "" unknown
        self._verbs: dict[int, int] = {}

    def begin(self, parsed: Parsed) -> None:
        """A new scene."""
        self._last = []
        self._verbs = speech_verbs(parsed)

    def person(self, reading: SceneReading, mention: Mention) -> tuple[str, ...]:
        """Referents of "I", "you" or "we" in a quotation."""
        if mention.quote < 0:
            return ()
        speaker = reading.speakers.get(mention.quote, "")
        listener = self._listener(reading, speaker, mention.quote)
        if mention.word == "i":
            return (speaker,) if speaker else ()
        if mention.word == "you":
            return (listener,) if listener else ()
        return self.discourse.group([r for r in (speaker, listener) if r])

    def speaker(self, reading: SceneReading, number: int) -> str:
        """Who speaks quotation `number`; "" if unknown."""
        found = self._told(reading, number) or self._silent(reading, number)
        self._last.append(found)
        return found

    def _listener(self, reading: SceneReading, speaker: str, number: int) -> str:
        called = [m for m in reading.mentions if m.quote == number and self._vocative(reading, m)]
        told = self._told_to(reading, number)
        for mention in (*called, *told):
            for ref_id in mention.referents:
                if ref_id != speaker and self.discourse.referents[ref_id].animate:
                    return ref_id
        others = [s for s in self._last if s and s != speaker]
        if others:
            return others[-1]
        last = self.discourse.latest(
            r for r in self.discourse.animates()
            if r.id != speaker and not r.plural and any(m.shows for m in r.mentions)
        )  # fmt: skip
        return last.id if last else ""

    def _vocative(self, reading: SceneReading, mention: Mention) -> bool:
        """ "Come in, Pip!" """
        token = reading.parsed.doc[mention.head]
        return token.dep_ == "vocative" and bool(mention.referents)

    def _told_to(self, reading: SceneReading, number: int) -> list[Mention]:
        """Whom the telling clause names: "she told him", "said the crab to Pip"."""
        if number not in self._verbs:
            return []
        verb = reading.parsed.doc[self._verbs[number]]
        found = []
        for child in verb.children:
            to = child.dep_ == "obl" and any(grand.lower_ in ("to", "at") for grand in child.children)
            if (child.dep_ in ("obj", "iobj") or to) and child.i in reading.by_head:
                found.append(reading.by_head[child.i])
        return [mention for mention in found if mention.quote < 0]

    def _told(self, reading: SceneReading, number: int) -> str:
        """The subject of the telling verb."""
        if number not in self._verbs:
            return ""
        parsed = reading.parsed
        subject = told_subject(parsed, parsed.doc[self._verbs[number]])
        if subject is None:
            return ""
        mention = reading.by_head.get(subject.i)
        owner = next((c for c in subject.children if c.dep_ == "nmod:poss" and c.i in reading.by_head), None)
        if subject.lemma_.lower() in _HEARD or mention is None or not mention.referents:
            return next(iter(reading.by_head[owner.i].referents), "") if owner is not None else ""
        referent = self.discourse.referents[mention.referents[0]]
        if referent.idea:
            return ""
        if not referent.animate:  # whatever speaks is somebody
            referent.animate, referent.pronouns = True, ANY_PRONOUN
        return referent.id

    def _silent(self, reading: SceneReading, number: int) -> str:
        """No telling verb: the same quotation going on, or the one who acted just before."""
        parsed, quote = reading.parsed, reading.parsed.quotes[number]
        sentence = parsed.ats[quote.start].sentence
        acting = [
            m for m in reading.mentions
            if m.quote < 0 and m.role == "subject" and m.referents and m.at.sentence in (sentence, sentence - 1)
            and self.discourse.referents[m.referents[0]].animate
        ]  # fmt: skip
        ahead = [m for m in acting if m.at.sentence == sentence] or acting
        if ahead:
            return (ahead[-1] if ahead[-1].head < quote.start else ahead[0]).referents[0]
        return self._last[-2] if len(self._last) > 1 else ""
