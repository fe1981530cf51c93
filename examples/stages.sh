#!/usr/bin/env bash
# One story stage by stage: bash examples/stages.sh FOLDER [options of plan]
# SIZE, FPS, QUALITY and CANDIDATES may be set in the environment.
set -euo pipefail
folder=${1:?name a story folder}
shift
[ $# -gt 0 ] || set -- --theme enchanted-forest --hero fox --adjective mysterious --seed 4

storycli plan -o "$folder" "$@"                                # prompts → plan.json; edit it if you like
storycli write "$folder" --candidates "${CANDIDATES:-16}"      # → drafts.json
storycli rank "$folder"                                        # → story.json; edit it if you like
storycli scene "$folder"                                       # → scenes/: a PNG a scene
storycli score "$folder"                                       # → score/: MIDI, WAV, stems
storycli voice "$folder"                                       # → voice/: a WAV a scene
storycli render "$folder" --size "${SIZE:-720p}" --fps "${FPS:-24}" --quality "${QUALITY:-normal}" # → film/film.mp4
storycli status "$folder"
