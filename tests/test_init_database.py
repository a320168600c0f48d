"""config/init_database.sh, which prepares the database of docker-compose.yml, run here on a copy of a template."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import database
from passlib.context import CryptContext

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a-long-enough-secret"


def admin_has(name, password):
    (hashed,) = database.query(
        "SELECT password FROM res_users WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'base' AND name = 'user_admin')",
        database=name,
    )[0]
    return CryptContext(["pbkdf2_sha512"]).verify(password, hashed)


def test_database_is_prepared_once(copy_of, tmp_path):
    name = copy_of("addons")
    assert admin_has(name, "admin"), "what Odoo gives its first user"
    addons = tmp_path / "addons"
    for module in ("client_archive", "client_archive_credit"):
        shutil.copytree(ROOT / "addons" / module, addons / module)
    conf = (ROOT / "config" / "odoo.conf").read_text()
    for old, new in {
        "/opt/client-archive": addons,
        "/var/lib/odoo": os.environ["ODOO_DATA_DIR"],
        "db_name = client_archive": f"db_name = {name}",
    }.items():
        assert str(old) in conf
        conf = conf.replace(old, str(new))
    (tmp_path / "odoo.conf").write_text(conf)
    (tmp_path / "password").write_text(PASSWORD + "\n")
    program = tmp_path / "bin" / "odoo"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m odoo "$@"\n')
    program.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ODOO_")}
    environment |= {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "ODOO_RC": str(tmp_path / "odoo.conf"),
        "ADMIN_PASSWORD_FILE": str(tmp_path / "password"),
    }

    def prepare():
        return subprocess.run(
            ["bash", ROOT / "config" / "init_database.sh"], env=environment, capture_output=True, text=True, check=False
        )

    done = prepare()
    assert done.returncode == 0, done.stderr[-3000:]
    assert admin_has(name, PASSWORD)
    assert not admin_has(name, "admin")

    # the same add-ons again: nothing to do, Odoo is not even started
    program.write_text("#!/bin/sh\nexit 1\n")
    done = prepare()
    assert done.returncode == 0, done.stderr
    # changed add-ons: Odoo is called, and its failure is not taken for success
    (addons / "client_archive" / "new.txt").touch()
    assert prepare().returncode != 0
