"""Signs a film with C2PA content credentials; the boundary to the c2pa package. Asked and impossible is an error."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from story_cli.errors import ExitStatus, StoryError
from story_cli.provenance import SOURCE_TYPE
from story_cli.provenance.bill import Bill

_MAX_KEY_BYTES = 64 * 1024


def sign(film: Path, bill: Bill, key: Path, certificates: Path) -> None:
    """Replace the film by its signed form. `key` is a PEM of an EC P-256 key, `certificates` its chain.

    Raises: StoryError if c2pa is missing, a file cannot be read, or signing fails; the film is then as before. Neither
    key nor certificate is ever part of a message.
    """
    signed = film.with_name(f".{film.stem}.signed.mp4")
    try:
        with film.open("rb") as plain, signed.open("w+b") as whole:
            _sign(manifest(bill), key, certificates, "video/mp4", plain, whole)
        signed.replace(film)
    finally:
        signed.unlink(missing_ok=True)


def check_signing(key: Path, certificates: Path) -> None:
    """Sign a picture of one dot, so that what is impossible is told before the film is made.

    Raises: StoryError as `sign` would.
    """
    action = {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPE}
    claim = {"title": "dot", "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]}
    _sign(json.dumps(claim), key, certificates, "image/png", io.BytesIO(_dot()), io.BytesIO())


def _sign(claim: str, key: Path, certificates: Path, kind: str, plain: BinaryIO, signed: BinaryIO) -> None:
    secret, chain = (_read(path) for path in (key, certificates))
    try:
        import c2pa
    except ImportError as exc:
        raise StoryError("signing needs c2pa", "pip install 'storycli[sign]'", ExitStatus.MISSING_ENGINE) from exc
    try:
        info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=secret, ta_url=None)
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(claim) as builder:
            builder.sign(signer, kind, plain, signed)
    except Exception as exc:  # c2pa raises errors of its own for each fault
        raise StoryError(
            f"the film cannot be signed ({type(exc).__name__})",
            "check that key and certificates are PEM and belong together",
        ) from exc


def _dot() -> bytes:
    """A PNG of one grey dot."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def manifest(bill: Bill) -> str:
    """The C2PA manifest as JSON: made by a composition with trained models, and what it holds."""
    pieces = [f"{piece.kind} {piece.name}: {piece.licence}" for piece in bill.pieces]
    action = {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPE, "softwareAgent": {"name": bill.generator}}
    return json.dumps(
        {
            "claim_generator_info": [{"name": "storycli", "version": bill.generator.split()[-1]}],
            "format": "video/mp4",
            "title": bill.title,
            "assertions": [
                {"label": "c2pa.actions.v2", "data": {"actions": [action]}},
                {"label": "org.storycli.materials", "data": {"models": list(bill.models), "pieces": pieces}},
            ],
        },
        ensure_ascii=False,
    )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_KEY_BYTES:
            raise StoryError(f"{path.name} is too large for a key or certificate", "give PEM files")
        data = path.read_bytes()
    except OSError as exc:
        raise StoryError(f"cannot read {path.name}: {exc.strerror}", "give --sign-key and --sign-certificate") from exc
    if b"-----BEGIN" not in data:
        raise StoryError(f"{path.name} is no PEM file", "give --sign-key and --sign-certificate as PEM")
    return data
