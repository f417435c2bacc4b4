#!/bin/sh
# OBS Studio under Xvfb publishes a text on a colour to a running node.
# scripts/by-hand/obs.sh rtmp://HOST:PORT/APP NAME [SECONDS]
# Needs obs-studio and xvfb. Your own OBS is not touched: this one has its settings in a new folder.
set -eu

server=${1:?"usage: obs.sh rtmp://HOST:PORT/APP NAME [SECONDS]"}
name=${2:?"usage: obs.sh rtmp://HOST:PORT/APP NAME [SECONDS]"}
seconds=${3:-60}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
config=$home/obs-studio
profile=$config/basic/profiles/freshet
mkdir -p "$profile" "$config/basic/scenes"

cat > "$config/global.ini" << END
[General]
FirstRun=true
LastVersion=486539266
EnableAutoUpdates=false
[Basic]
Profile=freshet
ProfileDir=freshet
SceneCollection=freshet
SceneCollectionFile=freshet
ConfigOnNewProfile=false
[BasicWindow]
PreviewEnabled=false
END
cat > "$profile/basic.ini" << END
[General]
Name=freshet
[Output]
Mode=Simple
[SimpleOutput]
VBitrate=800
ABitrate=96
StreamEncoder=x264
Preset=ultrafast
UseAdvanced=true
x264Settings=keyint=60 bframes=0 tune=zerolatency
[Video]
BaseCX=640
BaseCY=360
OutputCX=640
OutputCY=360
FPSType=1
FPSInt=30
[Audio]
SampleRate=48000
END
cat > "$profile/service.json" << END
{"type": "rtmp_custom", "settings": {"server": "$server", "key": "$name", "use_auth": false}}
END
cat > "$config/basic/scenes/freshet.json" << END
{"name": "freshet", "current_scene": "main", "current_program_scene": "main",
 "scene_order": [{"name": "main"}], "sources": [
  {"id": "color_source_v3", "name": "colour",
   "settings": {"color": 4287245107, "width": 640, "height": 360}},
  {"id": "text_ft2_source_v2", "name": "text",
   "settings": {"text": "OBS to Freshet", "font": {"face": "DejaVu Sans", "size": 64}}},
  {"id": "scene", "name": "main", "settings": {"id_counter": 2, "items": [
    {"name": "colour", "id": 1, "visible": true, "pos": {"x": 0, "y": 0}},
    {"name": "text", "id": 2, "visible": true, "pos": {"x": 60, "y": 130}}]}}]}
END

# 124: the time is over, which is the good end.
XDG_CONFIG_HOME=$home LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb timeout "$seconds" \
  xvfb-run -a -s '-screen 0 1024x768x24' \
  obs --startstreaming --minimize-to-tray --multi --disable-updater || [ $? = 124 ]
