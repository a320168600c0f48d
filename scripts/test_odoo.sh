#!/usr/bin/env bash
# test_odoo.sh [MODULE[,MODULE…]]: Odoo's own whole suites, with our add-ons installed and without, compared test by
# test. Fails when one fails with ours that does not fail without. Each suite runs in a database of its own and keeps
# its result: stopped and started again, it goes on where it was; without our add-ons, until Odoo or the requirements
# change; with them, until they change. FRESH=1 forgets the results.
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
. "$SCRIPTS/stages.sh"
. "$SCRIPTS/pytest.sh"

IFS=', ' read -ra modules <<<"${1:-sale,sale_management,account,contacts,mail,stock,sale_stock}"
dbs=ca_${CLONE}_odoo_$$   # every database of this run starts with it
results=$STATE/test-odoo
cd "$ROOT"
finish() {
    trap '' INT TERM HUP
    stop_stages
    drop_databases "$dbs"
    release_postgres
}

# paths_of MODULE: its tests, under Odoo's add-ons; of mail those of activities, which our approvals build on
paths_of() {
    if [ "$1" != mail ]; then echo "$1/tests"; return; fi
    echo mail/tests/test_mail_activity.py test_mail/tests/test_mail_activity{,_mixin,_plan}.py
}

# What has to be installed to run MODULE's tests
installed_for() { if [ "$1" = mail ]; then echo mail,test_mail; else echo "$1"; fi; }

# suite_database without|with MODULE: the database its tests run in copies of. Those of make test, when Odoo's part
# of them has the module; else one with it, made on first use.
suite_database() (
    side=$1 module=$2; base=$(template base) || exit 1
    install=$(installed_for "$module")
    if database has-module "$base" "${install##*,}"; then
        if [ "$side" = without ]; then echo "$base"; else template addons; fi
        exit
    fi
    plain=ca_${CLONE}_suite_${base##*_}_$module ours=ca_${CLONE}_with_${base##*_}_${module}_
    exec 6>"$STATE/suite_$module.lock"; flock 6   # both sides start from the plain one
    database exists "$plain" || build_database "$plain" "$base" -i "$install" --log-level error >&2 || exit 1
    if [ "$side" = without ]; then echo "$plain"; exit; fi
    if ! database exists "$ours$key"; then
        drop_databases "$ours"
        build_database "$ours$key" "$plain" -i "$PRODUCT" --log-level error >&2 || exit 1
    fi
    echo "$ours$key"
)

# side without|with: every suite that has no result yet
side() {
    local side=$1 module source folder paths code failed=0
    folder=$(odoo_addons)
    for module in "${modules[@]}"; do
        [ ! -e "$results/$side/$module.xml" ] || continue
        echo "$module $side our add-ons"
        source=$(suite_database "$side" "$module") || { failed=1; continue; }
        read -ra paths <<<"$(paths_of "$module")"
        code=0
        in_odoo "${side}_$module" "$source" --import-mode=prepend -q --no-header --tb=short -r fE \
            --junit-xml "$results/$side/$module.part" "${paths[@]/#/$folder/}" || code=$?
        database drop "${dbs}_${side}_$module"
        # 1: some failed, which is for the comparison to judge
        if [ "$code" -le 1 ]; then mv "$results/$side/$module.part" "$results/$side/$module.xml"; else failed=1; fi
    done
    return "$failed"
}

"$SCRIPTS/setup.sh" test
use_python test
[ -z "${FRESH:-}" ] || rm -rf "$results"
key=$(addons_key)
base_key=$( (cat "$ODOO_TREE/debs.txt" "$ROOT"/requirements{,-addons}.txt 2>/dev/null; echo "$ODOO_TREE") | sha256sum | cut -c1-8)
mkdir -p "$results"
for side in without:$base_key with:${base_key}_$key; do
    folder=$results/${side%%:*}
    # results of other add-ons, or another Odoo, prove nothing
    [ "$(cat "$folder/key" 2>/dev/null)" = "${side#*:}" ] || rm -rf "$folder"
    mkdir -p "$folder"
    echo "${side#*:}" >"$folder/key"
done
folder=$(odoo_addons)
for module in "${modules[@]}"; do
    [ -d "$folder/$module/tests" ] || die "Odoo has no tests of a module $module: M= takes names like sale,stock"
done
trap finish EXIT
trap 'exit 130' INT TERM HUP
start_postgres
base=$(template base)
say "Odoo's suites of ${modules[*]}, with our add-ons and without, side by side (all: about an hour; progress in $LOGS/{with,without}.out)"
begin without side without
begin with side with
await without with || die "a suite did not run to its end: see above"
"$PYTHON" "$SCRIPTS/compare_suites.py" "$results" "${modules[@]}"
