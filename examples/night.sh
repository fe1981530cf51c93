#!/usr/bin/env bash
# A night's batch: bash examples/night.sh jobs.csv FOLDER [options of batch]
# Run it again after a stop: finished films are not repeated.
set -euo pipefail
jobs=${1:?name a job list}
folder=${2:?name an output folder}
mkdir -p "$folder"
code=0
storycli batch "$jobs" -o "$folder" --json "${@:3}" > "$folder/summary.json" || code=$?
case $code in
  0) echo "all are there" ;;
  6) echo "some failed:" && cat "$folder/failures.jsonl" ;;
  *) echo "stopped with code $code" ;;
esac
exit "$code"
