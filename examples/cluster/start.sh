#!/usr/bin/env bash
# A Dask scheduler and workers on this machine: bash examples/cluster/start.sh [WORKERS]
# Then, elsewhere: storycli batch jobs.csv -o FOLDER --cluster tcp://127.0.0.1:8786
# Everything listens on 127.0.0.1 only; ADDRESS=tcp://HOST:8786 WORKERS_ONLY=1 adds workers of another machine.
set -euo pipefail
workers=${1:-$(nproc)}
address=${ADDRESS:-tcp://127.0.0.1:8786}
python=${PYTHON:-python}
trap 'kill 0' EXIT INT TERM
if [ -z "${WORKERS_ONLY:-}" ]; then
  "$python" -m distributed.cli.dask_scheduler --host 127.0.0.1 --port 8786 --no-dashboard --no-show &
fi
for _ in $(seq "$workers"); do
  "$python" -m distributed.cli.dask_worker "$address" --nthreads 1 --no-dashboard --death-timeout 60 \
    --local-directory "${TMPDIR:-/tmp}/storycli-dask" &
done
wait
