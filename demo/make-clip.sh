#!/bin/sh
# Makes the demo channel's clip: demo/make-clip.sh [OUTPUT.flv]
#
# Needs Debian's packages ffmpeg, nodejs and fonts-jetbrains-mono (SIL Open Font License 1.1; for
# the clock).
# Everything in it is computed here: the pictures by water.mjs, the chord by ffmpeg's aevalsrc.
#
# 24 s at 25 fps and 48 kHz: 600 pictures and 1125 AAC frames fill it exactly, so a player that
# repeats the file needs no gap and no overlap. Key frame every 2 s, no B-frames, closed GOPs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../gateway/src/main/resources/io/freshet/gateway/demo/demo.flv}
font=${FONT:-/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Medium.ttf}
seconds=24 fps=25 width=1280 height=720
[ -r "$font" ] || { echo "no font at $font: apt-get install fonts-jetbrains-mono, or set FONT" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir -p "$(dirname "$out")"

clock="drawtext=fontfile=$font:text='%{pts\\:hms}':fontsize=34:fontcolor=0xfafdf8@0.92"
clock="$clock:x=w-tw-56:y=48:shadowcolor=0x06303a@0.55:shadowx=0:shadowy=2"

echo "painting $((seconds * fps)) pictures" >&2
node "$here/water.mjs" $width $height $fps $seconds |
  ffmpeg -v error -y -f rawvideo -pixel_format rgb24 -video_size ${width}x$height -framerate $fps -i - \
    -vf "$clock,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p" \
    -c:v libx264 -preset medium -qp 6 "$work/pictures.mkv"

# A ninth chord an octave apart that swells like slow waves. All frequencies and swells are whole
# turns in 24 s; the sound is encoded three times in a row and the middle one is kept, so that the
# first AAC
# frame overlaps with the last one as inside a single long recording.
swell() { echo "(0.55+0.45*sin(2*PI*t*$1/24+$2))"; }
left="0.085*sin(2*PI*110*t)+0.060*sin(2*PI*165*t)*$(swell 3 0)+0.045*sin(2*PI*220*t)*$(swell 2 2)"
left="$left+0.030*sin(2*PI*277.25*t)*$(swell 4 1)+0.018*sin(2*PI*494*t)*$(swell 5 3)"
right="0.085*sin(2*PI*110*t)+0.060*sin(2*PI*165.25*t)*$(swell 3 3)+0.045*sin(2*PI*219.75*t)*$(swell 2 5)"
right="$right+0.030*sin(2*PI*277.5*t)*$(swell 4 4)+0.018*sin(2*PI*493.5*t)*$(swell 5 0)"
ffmpeg -v error -y -f lavfi -i "aevalsrc='$left|$right':s=48000:d=$((3 * seconds))" \
  -c:a aac -b:a 96k -f adts "$work/three.aac"
# One ADTS frame is 1024 samples: 1125 frames a loop, plus the encoder's first, empty one.
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const bytes = readFileSync(process.argv[1]), frames = [];
  for (let at = 0; at + 7 <= bytes.length;) {
    const length = (bytes[at + 3] & 3) << 11 | bytes[at + 4] << 3 | bytes[at + 5] >> 5;
    frames.push(bytes.subarray(at, at += length));
  }
  writeFileSync(process.argv[2], Buffer.concat(frames.slice(1126, 2251)));
' "$work/three.aac" "$work/one.aac"

encode() {
  ffmpeg -v error -y -i "$work/pictures.mkv" "$@"
}
x264="-c:v libx264 -preset veryslow -profile:v high -level:v 3.1 -b:v 800k -maxrate 1600k -bufsize 1600k -bf 0"
x264="$x264 -g $((2 * fps)) -keyint_min $((2 * fps)) -sc_threshold 0 -flags +cgop+bitexact -pix_fmt yuv420p"
x264="$x264 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -passlogfile $work/pass"
# shellcheck disable=SC2086
encode $x264 -pass 1 -f null -
# shellcheck disable=SC2086
encode -i "$work/one.aac" -map 0:v -map 1:a $x264 -pass 2 -c:a copy -bsf:a aac_adtstoasc \
  -map_metadata -1 -fflags +bitexact -flvflags +no_duration_filesize -f flv "$out"
ls -l "$out" >&2
