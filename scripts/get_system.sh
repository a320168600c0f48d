#!/usr/bin/env bash
# get_system.sh run|test: programs, libraries and fonts that pip cannot bring. What this machine lacks is unpacked
# into the cache from its own release (root or not, nothing is installed), and $CACHE/system.env points at it.
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/apt_private.sh"

need_space "$CACHE" 1
exec 9>"$CACHE/system.lock"; flock 9   # two scripts at once: the second finds the first one's work
tree=$CACHE/system
# point_at_tree: writes system.env and what it names, so that programs find what was unpacked
point_at_tree() {
    local lib parts
    lib=$tree/usr/lib/$(gcc -print-multiarch 2>/dev/null || dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
    # some packages keep libraries in a folder of their own (pulseaudio, nss)
    parts=$({ find "$lib" "$tree/lib/$(basename "$lib")" -maxdepth 2 -name '*.so*' -printf '%h\n' 2>/dev/null || true; } | sort -u | paste -sd:)
    mkdir -p "$tree/bin"
    # Debian's /usr/bin/chromium looks for itself in /usr/lib
    if [ -e "$tree/usr/lib/chromium/chromium" ]; then
        printf '#!/bin/sh\nexec "%s" "$@"\n' "$tree/usr/lib/chromium/chromium" >"$tree/bin/chromium.new"
        chmod +x "$tree/bin/chromium.new"
        mv "$tree/bin/chromium.new" "$tree/bin/chromium"   # whole, under the eyes of scripts that run beside us
    fi
    cat >"$tree/fonts.conf.new" <<XML
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>$tree/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
XML
    mv "$tree/fonts.conf.new" "$tree/fonts.conf"
    cat >"$CACHE/system.env.new" <<SH
SYSTEM_LIB=$lib
export PATH=$tree/bin:$tree/usr/bin:$tree/usr/sbin:\$PATH
export LD_LIBRARY_PATH=$parts\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export FONTCONFIG_FILE=$tree/fonts.conf
SH
    [ ! -e "$tree/usr/lib/file/magic.mgc" ] || echo "export MAGIC=$tree/usr/lib/file/magic.mgc" >>"$CACHE/system.env.new"
    mv "$CACHE/system.env.new" "$CACHE/system.env"
    # shellcheck source=/dev/null
    . "$CACHE/system.env"
}

# what an older version of this script wrote may lack something
[ ! -d "$tree" ] || [ "$CACHE/system.env" -nt "$0" ] || point_at_tree
# shellcheck source=/dev/null
[ ! -e "$CACHE/system.env" ] || . "$CACHE/system.env"
need() { local package=$1; shift; "$@" >/dev/null 2>&1 || missing+=("$package"); }
# (not grep -q: it closes the pipe early, which pipefail takes for a failure)
has_library() { ldconfig -p | grep "$1" || compgen -G "${SYSTEM_LIB:-/nowhere}/$1*"; }
has_chinese() { [ -n "$(fc-list :lang=zh-cn)" ]; }
has_browser() { google-chrome --version || chromium --version; }  # that it is there is not enough: it must start


# look run|test: the Debian packages that are missing, in `missing`
look() {
    missing=()
    # WeasyPrint, which prints our forms
    need libpango-1.0-0 has_library libpango-1.0.so
    need libpangoft2-1.0-0 has_library libpangoft2-1.0.so
    need libharfbuzz-subset0 has_library libharfbuzz-subset.so
    # without a Chinese font, Chinese vanishes from prints in silence
    need fontconfig command -v fc-list
    need fonts-wqy-microhei has_chinese
    # Odoo tells the type of an upload with it
    need libmagic1 has_library libmagic.so
    if [ "$1" = test ]; then
        need chromium has_browser            # tours
        need poppler-utils command -v pdftotext  # reading our PDFs back
        need gettext command -v msgfmt       # translations
        need nginx command -v nginx    # checks its own configuration
    fi
}

look "$1"
[ "${#missing[@]}" != 0 ] || exit 0

command -v apt-get >/dev/null || die "please install (their Debian names): ${missing[*]}"
say "fetching what this machine lacks: ${missing[*]}"
need_space "$CACHE" 1500
tmp=$(mktemp -d "$CACHE/system.XXXXXX"); trap 'rm -rf "$tmp"' EXIT; trap 'exit 1' INT TERM HUP
apt_private "$tmp" 'Dir::State::status "/var/lib/dpkg/status";'
apt-get update -qq || die "the package mirror does not answer; or have an administrator run: apt-get install ${missing[*]}"
packages=$(apt-get -qq --simulate install "${missing[@]}" | awk '$1 == "Inst" { print $2 }') ||
    die "this release lacks some of: ${missing[*]}"
# shellcheck disable=SC2086 # a list of words
(cd "$tmp/debs" && apt-get download -qq $packages)
mkdir -p "$tree"
for deb in "$tmp"/debs/*.deb; do dpkg-deb -x "$deb" "$tree"; done
point_at_tree
look "$1"
[ "${#missing[@]}" = 0 ] || die "these do not work although they were unpacked into $tree: ${missing[*]}. Have an administrator run: apt-get install ${missing[*]}"
