#!/usr/bin/env bash
# Installs what is missing on a Debian machine (system packages, Python environment), then does what is asked:
#   bash setup.sh                      set up only
#   bash setup.sh make --theme …       set up, then `storycli make --theme …` (any storycli command)
#   bash setup.sh test [pytest args]   set up, then ruff, mypy and the test suite
# Can be run again at no cost. Works as root or with sudo.
set -euo pipefail
cd "$(dirname "$0")"

PACKAGES=(python3 python3-venv festival festvox-us-slt-hts flite libfluidsynth3 musescore-general-soundfont-small)
TEST_PACKAGES=(espeak-ng)  # engines that are optional, so that their tests run
VENV=.venv

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 4; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "needs root to run: $* (install sudo, or run it as root and start again)"; fi
}

system_packages() {
  local missing=() package
  command -v dpkg-query >/dev/null || fail "needs Debian or a system like it; elsewhere install: $*"
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing system packages: ${missing[*]}"
  as_root apt-get update -qq || fail "apt-get update failed; is there a network?"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    fail "apt-get install failed; see above, then start again"
}

python_environment() {
  local wanted stamp=$VENV/.storycli
  wanted=$(sha256sum pyproject.toml | cut -d' ' -f1)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "needs Python 3.11 or newer, found $(python3 -V)"
  say "installing the Python environment into $VENV (about 2 GB, some minutes)"
  [ -x $VENV/bin/python ] || python3 -m venv $VENV || fail "cannot make $VENV; is python3-venv whole?"
  $VENV/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip >&2
  $VENV/bin/python -m pip install --quiet --disable-pip-version-check 'torch>=2.13,<2.14' numpy >&2 &&
    $VENV/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' >&2 ||
    fail "pip install failed; see above, then start again"
  echo "$wanted" > "$stamp"
}

run_tests() {
  say "ruff"; $VENV/bin/ruff check . ; $VENV/bin/ruff format --check --quiet .
  say "mypy"; $VENV/bin/mypy
  say "pytest"; exec $VENV/bin/python -m pytest "$@"
}

[ "${1-}" = test ] && PACKAGES+=("${TEST_PACKAGES[@]}")
system_packages "${PACKAGES[@]}"
python_environment
case "${1-}" in
  "") say "ready: $VENV/bin/storycli make --theme underwater --hero mermaid" ;;
  test) shift; run_tests "$@" ;;
  *) exec $VENV/bin/storycli "$@" ;;
esac
