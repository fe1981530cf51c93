#!/bin/sh
# Adds the ladybird beside this script to a library: drawing, rig and catalogue entry; then seals and checks it.
# Usage: add.sh LIBRARY   (a copy of library/; to change the shipped one is fine in a checkout of one's own)
set -e
here=$(cd "$(dirname "$0")" && pwd)
library=$1
mkdir -p "$library/art/pieces/ladybird"
cp "$here/ladybird.svg" "$here/ladybird.json" "$library/art/pieces/ladybird/"
"${PYTHON:-python3}" - "$library/world/creatures.json" "$here/entry.json" <<'PY'
import json, pathlib, sys

path, entry = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text())
world = json.loads(path.read_text())
world["entries"] = [e for e in world["entries"] if e["id"] != entry["id"]] + [entry]
path.write_text(json.dumps(world, indent=1))
PY
STORYCLI_LIBRARY=$library ${STORYCLI:-storycli} library seal
STORYCLI_LIBRARY=$library ${STORYCLI:-storycli} library check
