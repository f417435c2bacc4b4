#!/bin/bash
# What reads of the API cost: scripts/measure/api.sh [REQUESTS-PATH...]
# The node runs on core 0, wrk and the publishers of 100 streams on core 1. Prints, for each path,
# the CPU time of the node for a request at some 1 100 a second, above what publishing alone takes.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
password='what the river brings'
[ $# -gt 0 ] || set -- /health/live '/api/v1/streams?limit=1' /api/v1/streams \
  /api/v1/streams/live/s1 /api/v1/nodes
pids=
trap 'kill $pids 2> /dev/null; wait; rm -rf "$work"' EXIT

FRESHET_CONTROL_ADMIN_PASSWORD=$password taskset -c 0 "$home/freshet" serve \
  --set data-dir="$work/data" --set rtmp.listen=127.0.0.1:5935 --set rtmps.listen=off \
  --set http.listen=127.0.0.1:5980 --set https.listen=off --set control.listen=127.0.0.1:5990 \
  --set demo.enabled=false --set drain-timeout=0s --set control.thumbnails=false \
  > "$work/out" 2>&1 &
node=$!
pids=$node
site=http://127.0.0.1:5990
for _ in $(seq 100); do curl -sf $site/health/ready > /dev/null && break; sleep 0.3; done
sleep 2
echo "{\"name\":\"admin\",\"password\":\"$password\"}" > "$work/body"
csrf=$(curl -s -c "$work/jar" -H 'Content-Type: application/json' -d @"$work/body" \
  $site/api/v1/login | sed 's/.*csrfToken":"\([^"]*\)".*/\1/')
token=$(curl -s -b "$work/jar" -H "X-CSRF-Token: $csrf" -H 'Content-Type: application/json' \
  -d '{"name":"load","grants":{"*":"viewer"}}' $site/api/v1/tokens \
  | sed 's/.*"token":"\([^"]*\)".*/\1/')
taskset -c 1 "$home/freshet" bench publish rtmp://127.0.0.1:5935/live/s -n 100 -r 50 -d 200s \
  > "$work/pub" 2>&1 &
pids="$pids $!"
sleep 8

used() { awk '{ print $14 + $15 }' /proc/$node/stat; }
ask() { taskset -c 1 wrk -t1 -c4 "$@" -H "Authorization: Bearer $token" > "$work/wrk"; }
echo 'function delay() return 3 end' > "$work/pace.lua"

for path; do ask -d5s "$site$path"; done
sleep 3
idle=$(used)
sleep 10
idle=$(($(used) - idle))
echo "publishing alone: $((idle / 10)) % of a core"
for path; do
  ask -d5s "$site$path"
  before=$(used)
  ask -d8s -s "$work/pace.lua" "$site$path"
  after=$(used)
  awk -v used=$((after - before)) -v idle=$idle -v path="$path" '/requests in/ {
    ms = (used - idle * 0.8) * 10
    printf "%-28s %5.0f/s, %4.0f us a request, %4.1f %% of a core at 1000/s\n", path, $1 / 8,
      ms * 1000 / $1, ms * 100 / $1 }' "$work/wrk"
done
