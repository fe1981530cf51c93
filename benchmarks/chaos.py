"""A batch that is killed again and again, on a disk that fills up and turns read-only: nothing lost, nothing wrong.

python benchmarks/chaos.py FOLDER [--jobs 20] [--kills 200] [--minutes 40] [--seed 1]

Makes FOLDER/reference undisturbed, then the same batch in FOLDER/chaos with kills at random moments: the batch itself
(kill -9), one worker (kill -9), Ctrl-C once or twice, a disk that fills up (a small tmpfs where it may be mounted, else
a limit on file sizes), a read-only disk, and a second batch in the same folder. After every blow each artifact that is
there must be whole. Once a batch is complete every byte must equal the reference; then it begins anew in an empty
folder. FOLDER/report.json is written after every blow and read again at the start, so a stopped run goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from story_cli.artifacts import Character, Grade, Story, StoryScene
from story_cli.errors import StoryError
from story_cli.store import ARTIFACTS, StoryFolder, artifact_digest, write_atomically

SMALL = ["--size", "160x90", "--fps", "8", "--quality", "draft", "--voice", "silence"]
BLOWS = {"batch": 10, "worker": 4, "interrupt": 2, "interrupt twice": 1, "full disk": 2, "read-only": 1, "second": 2}
DISK_MB = 400
LONGEST = 14.0  # seconds until a blow
PEOPLE = (("underwater", "mermaid", "coral-reef"), ("enchanted-forest", "fox", "mossy-glade"))
TEXTS = (
    "{name} found a {thing}. It was small and bright.",
    "{name} saw a {thing} near the stone. “Hello!” said {name}.",
    "“A {thing}!” said {name}. {name} smiled and waved.",
)
THINGS = ("pearl", "shell", "lantern", "star", "bell")


class Chaos:
    """One run; `report` is what came of it so far."""

    def __init__(self, top: Path, jobs: int, seed: int) -> None:
        self.top, self.seed = top, seed
        self.reference, self.disk = top / "reference", top / "disk"
        self.work = self.disk / "chaos"
        self.list = top / "jobs.jsonl"
        self.file = top / "report.json"
        self.report: dict[str, object] = json.loads(self.file.read_text()) if self.file.is_file() else {}
        self.blows: Counter[str] = Counter(self.report.get("blows", {}))  # type: ignore[arg-type]
        self.faults: list[str] = list(self.report.get("faults", []))  # type: ignore[call-overload]
        self.report.setdefault("jobs", jobs)
        self.report.setdefault("complete_batches", 0)
        top.mkdir(parents=True, exist_ok=True)
        self.mounted = mount_disk(self.disk)

    # --- before ----------------------------------------------------------------------------------------------

    def prepare(self, jobs: int) -> None:
        """Job list and undisturbed reference."""
        if not self.list.is_file():
            rows: list[dict[str, object]] = []
            for number in range(jobs):
                name = f"story-{number + 1:02}"
                if number % 7 == 6:  # some come from prompts, as text
                    prompts = {"theme": "underwater", "hero": "mermaid", "seed": number}
                    rows.append(prompts | {"until": "rank", "candidates": 2, "out": name})
                    continue
                path = self.top / "texts" / f"{name}.json"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(json.dumps(story_data(number)).encode())
                rows.append({"story": f"texts/{name}.json", "out": name})
            self.list.write_text("".join(json.dumps(row) + "\n" for row in rows))
        began = time.monotonic()
        done = subprocess.run(self.command(self.reference, 2), env=self.environment("reference"), check=False)
        if done.returncode:
            raise SystemExit(f"the undisturbed batch ended with {done.returncode}")
        self.report.setdefault("reference_seconds", round(time.monotonic() - began))
        art = self.top / "cache-chaos" / "storycli" / "art"
        if not art.is_dir():
            shutil.copytree(self.top / "cache-reference" / "storycli" / "art", art)

    def command(self, out: Path, workers: int) -> list[str]:
        batch = [sys.executable, "-m", "story_cli.cli.main", "batch", str(self.list), "-o", str(out)]
        return [*batch, *SMALL, "--workers", str(workers), "--json", "-q", "--retry", "0"]

    def environment(self, name: str) -> dict[str, str]:
        scratch = self.top / f"tmp-{name}"
        scratch.mkdir(exist_ok=True)
        return {**os.environ, "XDG_CACHE_HOME": str(self.top / f"cache-{name}"), "TMPDIR": str(scratch)}

    # --- blows -----------------------------------------------------------------------------------------------

    def strike(self) -> None:
        """Start the batch, hit it once, look at what is left."""
        rng = random.Random(f"{self.seed} {sum(self.blows.values())}")
        kind = rng.choices(list(BLOWS), list(BLOWS.values()))[0]
        delay = rng.uniform(0.3, LONGEST)
        with self.trouble(kind, rng) as limit:
            command, environment = self.command(self.work, rng.choice((1, 1, 2))), self.environment("chaos")
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                start_new_session=True, preexec_fn=limit,
            )  # fmt: skip
            ended = self.hit(kind, process, delay, rng)
            words = process.communicate(timeout=300)[1] or ""
        if "Traceback" in words:
            self.faults.append(f"{kind}: traceback: {words[-600:]}")
        self.blows[kind if not ended else f"{kind} (too late)"] += 1
        self.look(kind)
        if process.returncode == 0:
            self.compare()
        self.write()

    @contextlib.contextmanager
    def trouble(self, kind: str, rng: random.Random):  # type: ignore[no-untyped-def]
        """The disk while the batch runs."""
        limit = None
        filler = self.disk / "filler"
        if kind == "full disk":
            if self.mounted:
                free = shutil.disk_usage(self.disk).free
                keep = rng.choice((30_000, 300_000, 3_000_000, 12_000_000))
                with contextlib.suppress(OSError), filler.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, max(1, free - keep))
            else:
                limit = limit_files
        if kind == "read-only" and self.mounted:
            self.remount("ro")
        try:
            yield limit
        finally:
            if self.mounted:
                self.remount("rw")
            filler.unlink(missing_ok=True)

    def remount(self, how: str) -> None:
        """Turn the disk read-only or back; processes that are about to end may hold it for a moment."""
        for _ in range(100):
            done = subprocess.run(["mount", "-o", f"remount,{how}", str(self.disk)], capture_output=True, check=False)
            if done.returncode == 0:
                return
            time.sleep(0.2)
        self.report["not_remounted"] = int(str(self.report.get("not_remounted", 0))) + 1

    def hit(self, kind: str, process: subprocess.Popen[str], delay: float, rng: random.Random) -> bool:
        """Wait, then strike; True if the batch had ended by itself."""
        if kind in ("full disk", "read-only"):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(delay + 10.0)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(delay)
            return True
        if kind == "worker":
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            if not children:
                return True
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(rng.choice(children)), signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0.0, 6.0))
        elif kind == "second":
            second = subprocess.run(
                self.command(self.work, 1), env=self.environment("chaos"), capture_output=True, text=True, check=False
            )
            if process.poll() is None and (second.returncode != 1 or "another storycli" not in second.stderr):
                self.faults.append(f"a second batch was not refused: {second.returncode} {second.stderr[-300:]}")
        elif kind.startswith("interrupt"):
            process.send_signal(signal.SIGINT)
            if kind == "interrupt twice":
                time.sleep(rng.uniform(0.05, 1.0))
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                if process.wait(120) not in (130, 0):
                    self.faults.append(f"{kind}: exit code {process.returncode}")
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        return False

    # --- after -----------------------------------------------------------------------------------------------

    def look(self, kind: str) -> None:
        """Whatever is in the folder must be whole."""
        for path in sorted(self.work.glob("story-*")) if self.work.is_dir() else []:
            folder = StoryFolder(path)
            for name in ARTIFACTS:
                if not folder.has(name):
                    continue
                try:
                    kept = folder.read(name)
                except StoryError as error:
                    self.faults.append(f"after {kind}: {error.what}")
                    continue
                missing = folder.files_missing(name, kept.header)
                if missing or kept.edited or kept.header.body != artifact_digest(kept.artifact):
                    self.faults.append(f"after {kind}: {path.name} {name}: {missing or 'body'} differs")

    def compare(self) -> None:
        """Every byte of the finished batch against the reference; then an empty folder."""
        mine, other = (files(folder) for folder in (self.work, self.reference))
        for name in sorted(mine.keys() | other.keys()):
            if mine.get(name) != other.get(name):
                self.faults.append(f"{name}: {'missing' if name not in mine else 'differs or is too many'}")
        self.report["files_compared"] = len(other)
        self.report["complete_batches"] = int(str(self.report["complete_batches"])) + 1
        if "--keep" not in sys.argv:
            shutil.rmtree(self.work)

    def write(self) -> None:
        self.report |= {
            "kills": sum(count for name, count in self.blows.items() if "too late" not in name),
            "blows": dict(sorted(self.blows.items())), "disk": "tmpfs" if self.mounted else "file size limit",
            "faults": self.faults,
        }  # fmt: skip
        write_atomically(self.file, json.dumps(self.report, indent=2, ensure_ascii=False).encode() + b"\n")


def story_data(number: int) -> dict[str, object]:
    """A story of one or two scenes."""
    import msgspec

    theme, hero, place = PEOPLE[number % len(PEOPLE)]
    name = ("Nerissa", "Pip", "Luma", "Milo", "Wanda")[number % 5]
    count = 1 + (number % 5 == 4)
    grade = Grade(1.0, {})
    scenes = tuple(
        StoryScene(place, TEXTS[(number + k) % 3].format(name=name, thing=THINGS[(number + 2 * k) % 5]), grade)
        for k in range(count)
    )
    cast = (Character("hero", hero, name, "she"),)
    story = Story(
        f"{name} and the Day {number + 1}", theme, hero, name, "she", ("pink",), ("silly",), cast, scenes, grade
    )
    data: dict[str, object] = msgspec.to_builtins(story)
    return data


def files(top: Path) -> dict[str, bytes]:
    """Digests of all story files; locks, logs and lists of the batch are no result."""
    import hashlib

    found = {}
    for path in top.glob("story-*/**/*"):
        if path.is_file() and path.name != ".lock":
            found[path.relative_to(top).as_posix()] = hashlib.sha256(path.read_bytes()).digest()
    return found


def mount_disk(folder: Path) -> bool:
    """A small disk of our own at `folder`, if this user may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.path.ismount(folder):
        return True
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return done.returncode == 0


def limit_files() -> None:
    """Writes beyond 100 kB fail."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="do not empty a finished folder")
    options = parser.parse_args()
    chaos = Chaos(options.folder, options.jobs, options.seed)
    chaos.prepare(options.jobs)
    began = time.monotonic()
    before = float(str(chaos.report.get("seconds", 0)))
    while int(str(chaos.report.get("kills", 0))) < options.kills and time.monotonic() - began < options.minutes * 60:
        chaos.strike()
        chaos.report["seconds"] = round(before + time.monotonic() - began)
        chaos.write()
    if chaos.work.is_dir():  # what is left must end like the reference too
        done = subprocess.run(chaos.command(chaos.work, 2), env=chaos.environment("chaos"), check=False)
        if done.returncode:
            chaos.faults.append(f"the last run ended with {done.returncode}")
        else:
            chaos.compare()
        chaos.write()
    print(json.dumps(chaos.report, indent=2, ensure_ascii=False))
    sys.exit(1 if chaos.faults else 0)


if __name__ == "__main__":
    main()
