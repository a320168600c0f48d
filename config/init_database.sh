#!/bin/bash
# init_database.sh: both add-ons and Chinese into the database of odoo.conf; brought up to date when the add-ons have
# changed since the last time. Runs before Odoo starts, and may be interrupted and run again.
set -euo pipefail
modules=client_archive,client_archive_credit
addons=$(sed -n 's/^addons_path *= *//p' "$ODOO_RC")
database=$(sed -n 's/^db_name *= *//p' "$ODOO_RC")
key=$(cd "$addons" && find . -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)

# the comment on the database says what it was last brought up to
done=$(psql -d postgres -v name="$database" -At <<<"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'")
[ "$done" != "client archive $key" ] || exit 0

odoo --no-http --stop-after-init -d "$database" -i "$modules" -u "$modules"
# Beside English: --load-language on an empty database would put Chinese in its place
odoo i18n loadlang -d "$database" -l zh_CN
# Odoo gives its first user the password "admin"
odoo shell --no-http -d "$database" <<'PY'
import os
from pathlib import Path
admin = env.ref("base.user_admin")
hashes = admin._crypt_context()
env.cr.execute("SELECT password FROM res_users WHERE id = %s", [admin.id])
if hashes.verify("admin", env.cr.fetchone()[0]):
    password = Path(os.environ.get("ADMIN_PASSWORD_FILE", "/run/secrets/admin_password")).read_text().strip()
    if len(password) < 12:
        raise SystemExit("admin_password: at least 12 characters")
    admin.password = password
    env.cr.commit()
PY
psql -q -d postgres -v ON_ERROR_STOP=1 -v name="$database" -v key="client archive $key" \
    <<<"COMMENT ON DATABASE :\"name\" IS :'key'"
