"""The mark inside a film and the manifest that is signed: AI-made, by what, of what."""

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from story_cli.artifacts import Brief
from story_cli.errors import StoryError
from story_cli.provenance import SOURCE_TYPE
from story_cli.provenance.bill import Bill, Piece
from story_cli.provenance.mark import mark, read_mark, xmp
from story_cli.provenance.sign import check_signing, manifest, sign


@pytest.fixture
def bill(brief: Brief) -> Bill:
    piece = Piece("picture", "art/pieces/fox", {"art/pieces/fox/fox.svg": "0" * 64}, "Apache-2.0")
    return Bill("storycli 1.2", SOURCE_TYPE, "Pip & the <Bell>", brief, ("planner",), (), (piece,), {"python": "3"})


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + struct.pack(">I4s", 12, b"mdat") + b"abcd")
    return path


def test_mark_says_that_the_film_is_ai_made_and_by_what(film: Path, bill: Bill) -> None:
    before = film.read_bytes()
    mark(film, bill)
    packet = read_mark(film)
    assert film.read_bytes().startswith(before)
    assert f"<Iptc4xmpExt:DigitalSourceType>{SOURCE_TYPE}<" in packet
    assert "storycli 1.2" in packet
    assert "art/pieces/fox (Apache-2.0)" in packet


def test_packet_is_well_formed_whatever_the_title(bill: Bill) -> None:
    from xml.etree import ElementTree

    text = xmp(bill)
    ElementTree.fromstring(text[text.index("<x:") : text.index("<?xpacket end")])


def test_film_without_a_mark_has_none_and_a_cut_one_is_refused(film: Path) -> None:
    assert read_mark(film) == ""
    film.write_bytes(film.read_bytes()[:-2])
    with pytest.raises(StoryError, match="MP4"):
        read_mark(film)


def test_manifest_declares_the_source_type(bill: Bill) -> None:
    action = json.loads(manifest(bill))["assertions"][0]["data"]["actions"][0]
    assert (action["action"], action["digitalSourceType"]) == ("c2pa.created", SOURCE_TYPE)


@pytest.mark.parametrize(
    "content", [None, b"no pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_signing_that_is_asked_for_and_impossible_fails_and_leaves_the_film(
    film: Path, bill: Bill, tmp_path: Path, content: bytes | None
) -> None:
    key, before = tmp_path / "key.pem", film.read_bytes()
    if content is not None:
        key.write_bytes(content)
    with pytest.raises(StoryError) as caught:
        sign(film, bill, key, key)
    assert "AAAA" not in caught.value.what + caught.value.hint
    assert film.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == (["film.mp4", "key.pem"] if content else ["film.mp4"])


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def signer(tmp_path: Path) -> tuple[Path, Path]:
    """A P-256 key and its chain, made for the test."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a key with")
    home = tmp_path / "pki"
    home.mkdir()
    (home / "ext").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,emailProtection\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    for name in ("ca", "end"):
        _openssl(home, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")
    root = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"]
    _openssl(
        home, "req", "-x509", "-new", "-key", "ca.key", "-days", "9", "-subj", "/O=T/CN=Root", "-out", "ca.pem", *root
    )
    _openssl(home, "req", "-new", "-key", "end.key", "-subj", "/O=T/CN=Signer", "-out", "end.csr")
    given = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "9", "-extfile", "ext"]
    _openssl(home, "x509", "-req", "-in", "end.csr", *given, "-out", "end.pem")
    (home / "chain.pem").write_bytes((home / "end.pem").read_bytes() + (home / "ca.pem").read_bytes())
    return home / "end.key", home / "chain.pem"


@pytest.mark.slow
def test_signed_film_holds_credentials_and_still_its_mark(
    bill: Bill, signer: tuple[Path, Path], tmp_path: Path
) -> None:
    c2pa = pytest.importorskip("c2pa")
    path = tmp_path / "small.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=8:duration=1", "-pix_fmt", "yuv420p"]
    subprocess.run([get_ffmpeg_exe(), "-v", "error", *source, str(path)], check=True)
    mark(path, bill)
    sign(path, bill, *signer)
    credentials = c2pa.Reader(str(path)).json()
    assert SOURCE_TYPE in credentials
    assert "storycli 1.2" in read_mark(path)


def test_signing_is_tried_before_the_film_is_made(signer: tuple[Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("c2pa")
    key, chain = signer
    check_signing(key, chain)
    with pytest.raises(StoryError, match="cannot be signed"):
        check_signing(chain, key)
    with pytest.raises(StoryError, match="cannot read"):
        check_signing(tmp_path / "none.pem", chain)
