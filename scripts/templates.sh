# shellcheck shell=bash
# Sourced: databases made once and copied from then on. A name holds the hash of what went into it, so a change
# makes a new one; the old ones are dropped.

# build_database NAME SOURCE ODOO-ARGUMENTS…: a copy of SOURCE ('' = empty), given to Odoo once. Appears under its
# name only when complete, so an interrupted build leaves nothing half-made.
build_database() {
    local name=$1 source=$2; shift 2
    database drop "${name}_new"
    if [ -n "$source" ]; then database copy "$source" "${name}_new"; else database create "${name}_new"; fi
    odoo -d "${name}_new" --stop-after-init --no-http "$@" 8>&- || return 1
    # Beside English: --load-language on an empty database would put Chinese in its place
    [ -n "$source" ] || odoo i18n loadlang -d "${name}_new" -l "$LANGUAGE_CODE" 8>&- || return 1
    database rename "${name}_new" "$name"
}

drop_databases() {  # drop_databases PREFIX [KEEP]
    local name
    for name in $(database list "$1"); do [ "$name" = "${2:-}" ] || database drop "$name"; done
}

# Odoo with all that our add-ons depend on, and Chinese; none of ours
base_template() {
    local depends; depends=$(dependencies)
    # the list of packages is the version of Debian's Odoo; of somebody's own tree we know only where it is
    local name key; key=$( (echo "$depends $LANGUAGE_CODE"; cat "$ROOT"/requirements{,-addons}.txt "$ODOO_TREE/debs.txt" 2>/dev/null ||
        echo "$ODOO_TREE") | sha256sum | cut -c1-8)
    name=ca_${CLONE}_base_$key
    if ! database exists "$name"; then
        say "preparing the template database: $depends (about a minute, once)"
        drop_databases "ca_${CLONE}_"
        build_database "$name" "" -i "$depends" --log-level warn \
            2>"$LOGS/template.log" || { tail -30 "$LOGS/template.log" >&2; die "Odoo could not install its own modules"; }
    fi
    echo "$name"
}

# … and with our add-ons: what the tests run in. Installing them must leave a clean log.
addons_template() {
    local base name; base=$(base_template)
    name=ca_${CLONE}_addons_${base##*_}_$(addons_key)
    if ! database exists "$name"; then
        say "installing our add-ons into a template database (once per change of them)"
        drop_databases "ca_${CLONE}_addons_"
        build_database "$name" "$base" -i "$PRODUCT" 2>"$LOGS/install.log" ||
            { grep -v ' INFO ' "$LOGS/install.log" | tail -40 >&2; die "the add-ons do not install: see $LOGS/install.log"; }
        "$PYTHON" "$SCRIPTS/check_log.py" "$LOGS/install.log" || { database drop "$name"; exit 1; }
    fi
    echo "$name"
}

# derived KIND WORDS: the name of what BUILD_KIND makes of the template with our add-ons, made once per change of them
derived() {
    local kind=$1 words=$2 addons name; addons=$(addons_template)
    name=${addons/_addons_/_${kind}_}
    if ! database exists "$name"; then
        say "$words (once per change of our add-ons)"
        drop_databases "ca_${CLONE}_${kind}_"
        "build_$kind" "$name" "$addons"
    fi
    echo "$name"
}

# … and with sale_stock, which brings our glue for deliveries by itself
stock_template() { derived stock "installing sale_stock into a template database: a minute"; }
build_stock() {
    build_database "$1" "$2" -i sale_stock 2>"$LOGS/install_stock.log" ||
        { grep -v ' INFO ' "$LOGS/install_stock.log" | tail -40 >&2; die "our add-on for deliveries does not install"; }
    "$PYTHON" "$SCRIPTS/check_log.py" "$LOGS/install_stock.log" || { database drop "$1"; exit 1; }
}

# … and with the demo company in it
demo_template() { derived demo "installing the demo company into a template database: a minute"; }
build_demo() {
    build_database "$1" "$2" -i "$DEMO" --log-level warn || die "the demo company does not install: see above"
}

# … and the web client's bundles, for browser tests. In a database of its own: PostgreSQL does not copy one that
# somebody is connected to, and the other tests copy the template at any moment.
browser_template() { derived browser "building the web client's bundles"; }
build_browser() {
    database copy "$2" "$1_new"
    odoo shell -d "$1_new" --no-http --log-level warn <"$SCRIPTS/pregenerate_assets.py" 8>&- || die "the bundles do not build"
    database rename "$1_new" "$1"
}

# template base|addons|stock|demo|browser: its name. One builder at a time; the second one finds the first one's work.
template() {
    (flock 7; "$1_template") 7>"$STATE/templates.lock"
}
