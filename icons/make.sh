#!/usr/bin/env bash
# Makes every icon from icon.svg and maskable.svg. Needed only after the drawing changed.
# On Debian: apt-get install librsvg2-bin imagemagick icnsutils
set -euo pipefail
cd "$(dirname "$0")"
png() { rsvg-convert --width "$1" --height "$1" --output "$2" icon.svg; }
png 32 32x32.png
png 128 128x128.png
png 256 128x128@2x.png
png 512 icon.png
# For browsers: the home screen of Android (which cuts a shape out of the maskable one) and iPad.
png 192 192x192.png
rsvg-convert --width 512 --height 512 --output maskable-512.png maskable.svg
rsvg-convert --width 180 --height 180 --output touch-180.png maskable.svg
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
# iPad and iPhone cut the corners themselves and take no transparency. Android's is a drawing of its own:
# src-tauri/mobile/android/app/src/main/res/drawable-v24/ic_launcher_foreground.xml
rsvg-convert --width 1024 --height 1024 --background-color '#e7eff9' --output "$scratch/ios.png" maskable.svg
convert "$scratch/ios.png" -alpha off ../src-tauri/mobile/ios/Assets.xcassets/AppIcon.appiconset/icon-1024.png
for size in 16 24 32 48 64 128 256 512; do png "$size" "$scratch/$size.png"; done
convert "$scratch"/{16,24,32,48,64,256}.png icon.ico
png2icns icon.icns "$scratch"/{16,32,128,256,512}.png
