#!/bin/sh
# GStreamer publishes to a running node while the machine has too little CPU for it.
# scripts/by-hand/gstreamer-starved.sh HOST:RTMP_PORT HOST:HTTP_PORT HOST:CONTROL_PORT [SECONDS [BURNERS]]
# Says what the node mended, and which steps the times of its FLV and HLS have.
# Needs gstreamer1.0-tools with plugins good, bad and ugly, ffmpeg and curl.
set -eu

usage='usage: gstreamer-starved.sh HOST:RTMP_PORT HOST:HTTP_PORT HOST:CONTROL_PORT [SECONDS [BURNERS]]'
rtmp=${1:?"$usage"} http=${2:?"$usage"} control=${3:?"$usage"}
seconds=${4:-30} burners=${5:-3}
name=starved-$$
work=$(mktemp -d)
pids=
# shellcheck disable=SC2086 # a list
trap 'kill $pids 2> /dev/null || :; rm -rf "$work"' EXIT

while [ "$burners" -gt 0 ]; do
  timeout $((seconds + 15)) sh -c 'while :; do :; done' &
  pids="$pids $!"
  burners=$((burners - 1))
done
# shellcheck disable=SC2046 # words
timeout $((seconds + 10)) gst-launch-1.0 -q flvmux name=m streamable=true \
  ! rtmp2sink location="rtmp://$rtmp/live/$name" \
  videotestsrc num-buffers=$((seconds * 25)) is-live=true \
  ! video/x-raw,width=640,height=360,framerate=25/1 \
  ! x264enc tune=zerolatency key-int-max=50 bitrate=800 ! h264parse ! m. \
  audiotestsrc num-buffers=$((seconds * 47)) is-live=true \
  ! audio/x-raw,rate=48000,channels=2 ! voaacenc ! aacparse ! m. &
publisher=$!
pids="$pids $publisher"
sleep 5
ffmpeg -v error -nostdin -y -i "http://$http/live/$name.flv" -c copy "$work/flv.mkv" &
reader=$!
pids="$pids $reader"
sleep $((seconds - 10))
ffmpeg -v error -nostdin -y -t 8 -i "http://$http/live/$name/index.m3u8" -c copy "$work/hls.mkv" \
  > "$work/hls.log" 2>&1 || cat "$work/hls.log"
echo "repairs: $(curl -s -H "Authorization: Bearer ${FRESHET_TOKEN:-}" "http://$control/api/v1/streams/live/$name" \
  | grep -o '"repairs":{[^}]*}')"
wait $publisher || :
wait $reader || :

# Largest and smallest distance of one packet to the next, and how many there are.
steps() {
  ffprobe -v error -select_streams "$2" -show_entries packet=dts_time -of csv=p=0 "$1" \
    | awk -F, -v what="$3" '$1 != "N/A" && $1 != "" { if (n++) { d = $1 - before
        if (d > most) most = d; if (n == 2 || d < least) least = d }; before = $1 }
      END { printf "%s: %d packets, steps %.0f to %.0f ms\n", what, n, least * 1000, most * 1000 }'
}
for from in flv hls; do
  steps "$work/$from.mkv" v "$from picture"
  steps "$work/$from.mkv" a "$from sound"
done
