#!/usr/bin/env bash
# Tocsin's front door: sets up what is missing, then does what is asked. ./run.sh help
set -euo pipefail
CALLED_FROM=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD
VENV=$ROOT/.venv

say() { printf '%s\n' "$*" >&2; }
die() { say "run.sh: $*"; exit 1; }

usage() {
  cat <<'TEXT'
./run.sh up            set up everything and run the service; Ctrl-C stops it
./run.sh demo          play a bundled stream through the same pipeline; no network, no account
./run.sh tocsin ARGS   any command: init, config check, run --once, sources, detect, alerts test …
./run.sh test [ARGS]   set up everything and run the tests (ARGS go to pytest)
./run.sh channels      install what `apprise:` receivers need (optional)
./run.sh lint          ruff, mypy --strict, import-linter
./run.sh prove         the long proofs: random kills and lost queues under load
./run.sh lock          rewrite the hash-locked requirements from pyproject.toml (developers)
TEXT
}

find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python3.14; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  die "Python 3.11 or newer is needed and was not found"
}

as_root_install() { # packages: best effort, only as root, only where apt is
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >/dev/null 2>&1
}

make_venv() {
  local python
  python=$(find_python)
  rm -rf "$VENV"
  if ! "$python" -m venv "$VENV" >/dev/null 2>&1; then
    # Debian splits ensurepip into python3-venv.
    as_root_install python3-venv || true
    rm -rf "$VENV"
    if ! "$python" -m venv "$VENV" >/dev/null 2>&1; then
      rm -rf "$VENV"
      "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --without-pip "$VENV" &&
        "$python" -m pip --python "$VENV/bin/python" install -q pip ||
        die "can't make a virtual environment: install python3-venv (Debian: apt install python3-venv)"
    fi
  fi
}

# Installs FILE into the environment unless the very same file was installed before.
install_locked() {
  local file=$1 stamp want
  stamp=$VENV/.installed-$(basename "$file")
  want=$(cat requirements-pip.txt "$file" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d' ' -f1)
  [ -x "$VENV/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] &&
    "$VENV/bin/python" -c '' 2>/dev/null && return
  say "Setting up the environment from $file (once; about 20 seconds) …"
  [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    make_venv
  # An old pip stumbles over some of our packages: the environment gets a pinned one first.
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-pip.txt
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$file"
  printf '%s' "$want" >"$stamp"
}

setup() { # one set-up at a time in one directory
  local file=$1
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$ROOT/.run-setup.lock"
    flock 9
    install_locked "$file" 9>&-
    exec 9>&-
  else
    install_locked "$file"
  fi
  export PYTHONPATH=$ROOT${PYTHONPATH:+:$PYTHONPATH}
}

lint() {
  "$VENV/bin/ruff" check . && "$VENV/bin/ruff" format --check . &&
    "$VENV/bin/mypy" && "$VENV/bin/lint-imports" --no-cache
}

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
  up | demo)
    setup requirements.txt
    exec "$VENV/bin/python" -m cli "$command" "$@"
    ;;
  tocsin)
    setup requirements.txt
    export TOCSIN_VAR=${TOCSIN_VAR:-$ROOT/var}
    cd "$CALLED_FROM" # the caller's paths mean the caller's files
    exec "$VENV/bin/python" -P -m cli "$@"
    ;;
  test)
    setup requirements-dev.txt
    exec "$VENV/bin/python" -m pytest "$@"
    ;;
  prove)
    setup requirements-dev.txt
    exec "$VENV/bin/python" -m pytest -m prove "$@"
    ;;
  channels)
    setup requirements.txt
    setup requirements-channels.txt
    ;;
  lint)
    setup requirements-dev.txt
    lint
    ;;
  lock)
    setup requirements-dev.txt
    "$VENV/bin/python" -m uv --version >/dev/null 2>&1 || "$VENV/bin/python" -m pip install -q uv
    lock() { "$VENV/bin/python" -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
    lock pyproject.toml -o requirements.txt
    lock --extra dev --extra channels pyproject.toml -o requirements-dev.txt
    lock --extra channels -c requirements-dev.txt pyproject.toml -o requirements-channels.txt
    echo pip | lock - -o requirements-pip.txt
    ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    die "unknown command: $command"
    ;;
esac
