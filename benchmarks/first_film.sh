#!/usr/bin/env bash
# Seconds of a film by stage: first with an empty picture cache, then with a full one, then another seed.
set -euo pipefail
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export XDG_CACHE_HOME=$out/cache
for seed in 1 1 2; do
  echo "seed $seed"
  storycli make --theme underwater --hero mermaid --seed "$seed" -o "$out/story-$seed-$RANDOM" --timings 2>/dev/null
done
