#!/usr/bin/env bash
# get_odoo.sh: Odoo 19 into the cache, from Debian's package, without installing anything (root not needed).
#   ODOO_PATH        an Odoo 19 tree to use instead
#   ODOO_DEB_MIRROR  Debian mirror (default: the one this machine's own apt uses)
#   ODOO_DEB_SUITE   suite that has odoo-19 (default sid)
#   ODOO_DEB_LIBS    suite for the fonts and JavaScript it links to (default trixie: sid has Font Awesome 7,
#                    the web client needs 4.7; bookworm lacks fonts-montserrat)
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/apt_private.sh"

if [ -n "${ODOO_PATH:-}" ]; then
    for package in "$ODOO_PATH/odoo" "$ODOO_PATH/usr/lib/python3/dist-packages/odoo"; do
        [ ! -e "$package/release.py" ] || exit 0
    done
    die "ODOO_PATH=$ODOO_PATH holds no Odoo (no odoo/release.py in it)"
fi
[ ! -e "$ODOO_TREE/debs.txt" ] || exit 0
command -v apt-get >/dev/null || die "no apt-get here to fetch Odoo with: set ODOO_PATH to a checkout of Odoo 19"
suite=${ODOO_DEB_SUITE:-sid} libs=${ODOO_DEB_LIBS:-trixie}
release=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016 # apt expands these
mirror=${ODOO_DEB_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v rel="$release" '$2 == rel && $3 == "main" { print $1; exit }')}
[ -n "$mirror" ] || die "no Debian mirror in this machine's apt configuration: set ODOO_DEB_MIRROR, or ODOO_PATH to a checkout of Odoo 19"

need_space "$CACHE" 2500
say "fetching Odoo 19 (122 MB, once)"
tmp=$(mktemp -d "$CACHE/odoo.XXXXXX"); trap 'rm -rf "$tmp"' EXIT; trap 'exit 1' INT TERM HUP
: >"$tmp/status"
key=/usr/share/keyrings/debian-archive-keyring.gpg
opt=; [ ! -e "$key" ] || opt="[signed-by=$key] "
printf "deb $opt%s %s main\n" "$mirror" "$suite" "$mirror" "$libs" >"$tmp/sources.list"
apt_private "$tmp" "Dir::State::status \"$tmp/status\";" "Dir::Etc::sourcelist \"$tmp/sources.list\";" \
    "Dir::Etc::sourceparts \"$tmp/none\";" "Dir::Etc::preferences \"$tmp/none/x\";" "Dir::Etc::preferencesparts \"$tmp/none\";"
apt-get update -qq || die "the Debian mirror does not answer: check the network, or set ODOO_DEB_MIRROR or ODOO_PATH"
packages=("odoo-19/$suite")
for name in fonts-font-awesome fonts-inconsolata fonts-montserrat fonts-ocr-b fonts-roboto-unhinted \
            libjs-jquery libjs-jquery-form libjs-underscore; do packages+=("$name/$libs"); done
(cd "$tmp/debs" && apt-get download -qq "${packages[@]}") ||
    die "the mirror has no odoo-19 in $suite: set ODOO_DEB_SUITE to a suite that has it, or ODOO_PATH to a checkout of Odoo 19"
for deb in "$tmp"/debs/*.deb; do dpkg-deb -x "$deb" "$tmp/tree"; done

py=$tmp/tree/usr/lib/python3/dist-packages
rm -rf "$py/addons" "$py/doc" "$py/setup"   # stray Python-only copies of modules, which would join the add-ons path
for ext in eot woff woff2; do               # Font Awesome formats that Debian links to the wrong file
    ln -sf "../../../../../../../../../../share/fonts-font-awesome/fonts/fontawesome-webfont.$ext" \
        "$py/odoo/addons/web/static/lib/fontawesome/fonts/fontawesome-webfont.$ext"
done
# Debian leaves this file out; every page of the web client would log an error, which fails browser tours
blur=$py/odoo/addons/mail/static/lib/selfie_segmentation; mkdir -p "$blur"
echo '/* Not in the Debian package: only the blurred background of video calls uses it. */' >"$blur/selfie_segmentation.js"
dangling=$(find "$tmp/tree" -xtype l)
[ -z "$dangling" ] || say "files missing from Odoo's packages: $dangling"
(cd "$tmp/debs" && ls) >"$tmp/tree/debs.txt"
chmod 755 "$tmp/tree"
rm -rf "$ODOO_TREE"
mv "$tmp/tree" "$ODOO_TREE"
