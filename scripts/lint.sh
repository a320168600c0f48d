#!/usr/bin/env bash
# lint.sh: Python by ruff and by the OCA's rules, XML, shell. Runs all, then fails when one did.
# shellcheck disable=SC2329 # the checks are called by name
. "$(dirname "$0")/env.sh"
"$SCRIPTS/get_odoo.sh"
use_python test
cd "$ROOT"
result=0
check() { say "$1"; shift; "$@" || result=1; }

# Not of the OCA's rules: a README per add-on (there is one for all), merging classes that extend one model (a room
# extends another room's model in a file of its own), no label that equals its name (written out, it can be
# searched), no context made from nothing (that is how a security decision forgets what the caller said), no return asked of a compute
check_odoo() {
    "$PYTHON" -m pylint --rcfile=.pylintrc -j2 addons/*/ \
        --disable=missing-readme,consider-merging-classes-inherited,attribute-string-redundant,context-overridden,missing-return
}

check_xml() {
    git ls-files -z '*.xml' '*.svg' | xargs -0r "$PYTHON" -c '
import sys
from lxml import etree
bad = 0
for path in sys.argv[1:]:
    try:
        etree.parse(path)
    except etree.XMLSyntaxError as error:
        bad = print(f"{path}: {error}") or 1
sys.exit(bad)'
}
check_shell() { git ls-files -z '*.sh' .ci/run | xargs -0r shellcheck -x -P scripts; }

check ruff ruff check --no-cache .
check pylint-odoo check_odoo
check XML check_xml
check shell check_shell
exit "$result"
