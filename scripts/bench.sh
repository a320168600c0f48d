#!/usr/bin/env bash
# bench.sh: what BENCH_PARTS names [archive credit], in databases of their own. BENCH_KEEP=1 leaves those for the next
# run, which then measures at once.
#   archive   scripts/bench.py in a database with our add-ons; BENCH_SOURCE names one to copy (ours installed, nobody
#             connected) instead of the template
#   credit    scripts/bench_credit.py: ours, OCA's and Odoo's own credit control on the same data; BENCH_VOLUMES names
#             the numbers of invoices ["100000 1000000"] (the larger one takes 15 GB and half an hour)
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
"$SCRIPTS/setup.sh" test
use_python test
databases=()
finish() {
    [ -n "${BENCH_KEEP:-}" ] || [ "${#databases[@]}" = 0 ] || database drop "${databases[@]}"
    release_postgres
}
trap finish EXIT
start_postgres

archive() {
    local db=ca_${CLONE}_bench source
    databases+=("$db")
    if [ -z "${BENCH_KEEP:-}" ] || ! database exists "$db"; then
        source=${BENCH_SOURCE:-$(template addons)}
        database drop "$db"
        database copy "$source" "$db"
    fi
    odoo shell -d "$db" --no-http --log-level warn <"$SCRIPTS/bench.py"
}

# OCA's add-ons, for this comparison alone: never a requirement of ours
oca_addons() {
    local folder=$STATE/oca
    [ -d "$folder/odoo/addons/sale_financial_risk" ] || "$PYTHON" -m pip install -qq --disable-pip-version-check \
        --no-deps --target "$folder" 'odoo-addon-account-financial-risk==19.0.*' 'odoo-addon-sale-financial-risk==19.0.*' >&2
    echo "$folder/odoo/addons"
}

# credit_database SIDE MODULES: a copy of the filled database with these installed
credit_database() {
    local name=${filled}_$1 started=$SECONDS
    if [ -z "${BENCH_KEEP:-}" ] || ! database exists "$name"; then
        database drop "$name"
        database copy "$filled" "$name"
        [ "$1" != oca ] || psql -qd "$name" -f "$SCRIPTS/bench_credit_oca.sql"
        odoo -d "$name" -i "$2" --stop-after-init --no-http --log-level error
        psql -qd "$name" -c 'VACUUM ANALYZE'
        say "installed $2 there in $((SECONDS - started)) s"
    fi
}

# All sides at the largest volume; ours beside the smallest, which has less history; with deliveries at the smallest.
credit() {
    local base volume filled less side sides='' previous=''
    base=$(template base)
    ODOO_ADDONS_PATH=$(oca_addons),$ODOO_ADDONS_PATH
    for volume in ${BENCH_VOLUMES:-100000 1000000}; do
        filled=ca_${CLONE}_bench_$volume
        databases+=("$filled" "${filled}"_{ours,oca,odoo_stock,ours_stock})
        if [ -z "${BENCH_KEEP:-}" ] || ! database exists "$filled"; then
            database drop "$filled"
            database copy "${previous:-$base}" "$filled"
            BENCH_INVOICES=$volume odoo shell -d "$filled" --no-http --log-level error <"$SCRIPTS/bench_credit_fill.py"
        fi
        credit_database ours "$PRODUCT"
        if [ -z "$previous" ]; then
            credit_database odoo_stock sale_stock
            credit_database ours_stock "$PRODUCT,sale_stock"
            less=$filled
            for side in odoo_stock ours_stock; do sides+=", \"$side\": \"${filled}_$side\""; done
        fi
        previous=$filled
    done
    credit_database oca sale_financial_risk
    [ "$less" = "$filled" ] || sides+=", \"less\": \"${less}_ours\""
    sides="\"odoo\": \"$filled\", \"ours\": \"${filled}_ours\", \"oca\": \"${filled}_oca\"$sides"
    say "$volume invoices"
    BENCH_DATABASES="{$sides}" odoo shell -d "${filled}_ours" --no-http --log-level error <"$SCRIPTS/bench_credit.py"
}

for part in ${BENCH_PARTS:-archive credit}; do "$part"; done
