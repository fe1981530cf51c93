"""The mark inside an MP4: an XMP packet in a uuid box at the end, which says that the film is AI-made and by what.

Source: Adobe XMP Specification Part 3, MPEG-4 (uuid BE7ACFCB-97A9-42E8-9C71-999491E3AFAC); IPTC Photo/Video Metadata,
Iptc4xmpExt:DigitalSourceType.
"""

from __future__ import annotations

import struct
from pathlib import Path
from xml.sax.saxutils import escape

from story_cli.errors import StoryError
from story_cli.provenance.bill import Bill

_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_MAX_BOXES = 10_000
_MAX_PACKET = 1_000_000


def mark(film: Path, bill: Bill) -> None:
    """Append the packet to a finished MP4. Same film and bill → same bytes."""
    packet = xmp(bill).encode()
    with film.open("ab") as file:
        file.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + _XMP + packet)


def read_mark(film: Path) -> str:
    """The packet of an MP4, "" if there is none. Raises: StoryError if the file is no MP4."""
    size = film.stat().st_size
    with film.open("rb") as file:
        for _ in range(_MAX_BOXES):
            start = file.tell()
            head = file.read(8)
            if len(head) < 8:
                return ""
            length, kind = struct.unpack(">I4s", head)
            taken = 8
            if length == 1:
                length, taken = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0], 16
            length = size - start if length == 0 else length
            if length < taken or start + length > size or not kind.isascii():
                raise StoryError(f"{film.name} is no whole MP4", "render it again")
            if kind == b"uuid" and file.read(16) == _XMP:
                if length > _MAX_PACKET:
                    raise StoryError(f"{film.name} has too large a mark", "render it again")
                return file.read(length - taken - 16).decode("utf-8", errors="replace")
            file.seek(start + length)
    return ""


def xmp(bill: Bill) -> str:
    """The packet as text."""
    pieces = ", ".join(f"{piece.kind} {piece.name} ({piece.licence})" for piece in bill.pieces)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"<xmp:CreatorTool>{escape(bill.generator)}</xmp:CreatorTool>"
        f"<Iptc4xmpExt:DigitalSourceType>{escape(bill.digital_source_type)}</Iptc4xmpExt:DigitalSourceType>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(bill.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:source>{escape(pieces)}</dc:source>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
