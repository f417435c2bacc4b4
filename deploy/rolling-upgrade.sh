#!/bin/sh
# Upgrades the nodes of a cluster one after the other: deploy/rolling-upgrade.sh 'COMMAND' [NODE...]
# For each node: drain it, wait until nobody is left there, run COMMAND, wait until it is back and
# healthy, take the order back. COMMAND is run by sh with NODE and HOST set; it stops the node, brings
# the new version, and starts it:
#   deploy/rolling-upgrade.sh 'ssh "$HOST" "systemctl stop freshet && apt-get -y install freshet && systemctl start freshet"'
# Without NODE: all nodes, edges first, those that lead streams last. The node that is asked (--url of
# FRESHET_URL, FRESHET_TOKEN of an operator) must have the role control; name its other nodes in
# FRESHET_URLS, separated by spaces, so that it can be upgraded itself. Stops at the first failure: the
# node stays drained, all others are untouched.
set -eu

command=${1:?usage: rolling-upgrade.sh COMMAND [NODE...]}
shift
home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
patience=${PATIENCE_SECONDS:-300}
urls=${FRESHET_URLS:-${FRESHET_URL:-http://127.0.0.1:8090}}

# Asks the first control node that answers.
ask() {
  for url in $urls; do
    if answer=$("$home/freshet" ctl --json --url "$url" "$@" 2>/dev/null); then
      printf '%s\n' "$answer"
      return 0
    fi
  done
  return 1
}

# The value of a property of one node, a text; not of what is wanted of it.
property() {
  ask get-node "$1" | sed 's/"wanted":{[^}]*}//' | sed -n 's/.*"'"$2"'":"\([^"]*\)".*/\1/p' | head -n 1
}

started() {
  ask get-node "$1" | sed -n 's/.*"startedMs":\([0-9]*\).*/\1/p' | head -n 1
}

# Until a node's `state` is one of those words.
await() {
  node=$1 what=$2 left=$patience
  shift 2
  while [ "$left" -gt 0 ]; do
    now=$(property "$node" "$what" || true)
    for word in "$@"; do
      [ "$now" != "$word" ] || return 0
    done
    sleep 1
    left=$((left - 1))
  done
  echo "rolling-upgrade: $node: $what is still '$now' after $patience s" >&2
  exit 1
}

if [ $# -eq 0 ]; then
  # One node a line with how many streams it leads, fewest first.
  list=$(ask list-nodes | tr '{' '\n' | sed -n \
    's/.*"id":"\([a-z0-9-]*\)".*/\1/p')
  # shellcheck disable=SC2046,SC2086 # a node's id has no spaces
  set -- $(for node in $list; do
    leads=$(ask get-node "$node" | sed -n 's/.*"leads":\([0-9]*\).*/\1/p' | head -n 1)
    echo "${leads:-0} $node"
  done | sort -n | cut -d ' ' -f 2)
fi
[ $# -gt 0 ] || { echo "rolling-upgrade: no control node answers at $urls" >&2; exit 1; }

for NODE in "$@"; do
  [ "$(property "$NODE" state)" = ready ] || {
    echo "rolling-upgrade: $NODE is not ready; upgrade it by hand, or resume it first" >&2
    exit 1
  }
  HOST=$(ask get-node "$NODE" | sed -n 's/.*"http":"http:\/\/\([^":/]*\).*/\1/p' | head -n 1)
  before=$(started "$NODE")
  echo "$NODE: draining"
  ask drain-node "$NODE" --reason upgrade > /dev/null
  await "$NODE" state drained stopped
  echo "$NODE: $command"
  export NODE HOST
  # The token is for the API alone.
  env -u FRESHET_TOKEN -u FRESHET_URL -u FRESHET_URLS sh -c "$command"
  left=$patience
  until now=$(started "$NODE") && [ -n "$now" ] && [ "$now" != "$before" ]; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "rolling-upgrade: $NODE does not come back" >&2; exit 1; }
    sleep 1
  done
  await "$NODE" health alive
  ask resume-node "$NODE" > /dev/null
  await "$NODE" state ready
  echo "$NODE: ready"
done
