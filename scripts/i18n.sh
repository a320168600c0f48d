#!/usr/bin/env bash
# i18n.sh: brings each add-on's i18n/<name>.pot and zh_CN.po up to date with its source strings
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
"$SCRIPTS/setup.sh" test
use_python test
trap release_postgres EXIT
start_postgres
db=ca_${CLONE}_i18n_$$
base=$(template base)
modules=$PRODUCT,$GLUE
for module in ${modules//,/ }; do mkdir -p "$ROOT/addons/$module/i18n"; done
build_database "$db" "$base" -i "$modules" --log-level warn
for module in ${modules//,/ }; do
    dir=$ROOT/addons/$module/i18n
    (cd "$ROOT" && odoo i18n export -d "$db" "$module")
    # dates and versions would make every export a change
    sed -i '/^"POT-Creation-Date:/d; /^"PO-Revision-Date:/d' "$dir/$module.pot"
    [ -e "$dir/$LANGUAGE_CODE.po" ] || msginit --no-translator -l "$LANGUAGE_CODE" -i "$dir/$module.pot" -o "$dir/$LANGUAGE_CODE.po"
    msgmerge -q --update --backup=none --no-fuzzy-matching --no-wrap "$dir/$LANGUAGE_CODE.po" "$dir/$module.pot"
    say "$module: $(msgfmt --statistics -o /dev/null "$dir/$LANGUAGE_CODE.po" 2>&1)"
done
database drop "$db"
