"""The files of docker-compose.yml and config/ say what they should: checked by the programs that will read them
(compose, nginx, Odoo's own parser of odoo.conf, hadolint). No container is started: no Docker engine is
needed here, nor can its part be tested here."""

import ast
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"
PRODUCT = ["client_archive", "client_archive_credit"]
ONE_SHOT = {"init"}
PROFILES = {"default": set(), "scale": {"odoo-scale", "db-replica"}}
ALWAYS = {"db", "init", "odoo", "cron", "nginx"}
OUR_SETTINGS = ("HTTP_BIND", "HTTP_PORT", "HTTPS_PORT", "TLS_DIR", "SECRETS_DIR", "ODOO_WORKERS", "ODOO_REPLICAS")


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


# ------------------------------------------------------------------------------------------------- compose


def compose(*arguments, file=ROOT / "docker-compose.yml", **settings):
    environment = {name: value for name, value in os.environ.items() if name not in OUR_SETTINGS}
    return run("docker-compose", "--project-directory", ROOT, "-f", file, *arguments, env=environment | settings)


def resolved(profile="default", **settings):
    done = compose("--profile", profile, "config", "--format", "json", **settings)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def everything():
    """The compose file with every profile on."""
    return resolved("scale")


@pytest.mark.parametrize("settings", [{}, {"ODOO_WORKERS": "9", "HTTP_BIND": "0.0.0.0", "SECRETS_DIR": "/run/keys"}])
@pytest.mark.parametrize("profile", PROFILES)
def test_compose_file_is_valid(profile, settings):
    done = compose("--profile", profile, "config", "-q", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    services = resolved(profile, **settings)["services"]
    assert set(services) == ALWAYS | PROFILES[profile]
    assert services["odoo"]["environment"].get("ODOO_WORKERS") == settings.get("ODOO_WORKERS")


def test_a_broken_compose_file_is_refused(tmp_path):
    """A guard for the test above: the checker checks."""
    broken = tmp_path / "docker-compose.yml"
    broken.write_text((ROOT / "docker-compose.yml").read_text().replace("healthcheck:", "healthchek:"))
    assert compose("config", "-q", file=broken).returncode != 0


def test_every_service_is_watched_and_logs_to_docker(everything):
    for name, service in everything["services"].items():
        check = service.get("healthcheck", {})
        assert bool(check.get("test")) != (name in ONE_SHOT), f"{name}: a health check, unless it runs once"
        assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped")
        assert service["logging"]["options"]["max-size"], f"{name}: its log would fill the disk"


def test_what_must_stay_is_on_named_volumes(everything):
    used = {
        volume["source"]
        for service in everything["services"].values()
        for volume in service.get("volumes", [])
        if volume["type"] == "volume"
    }
    assert used == set(everything["volumes"])
    assert all(volume["name"].startswith("client-archive-") for volume in everything["volumes"].values())
    mounts = [v for s in everything["services"].values() for v in s.get("volumes", []) if v["type"] == "bind"]
    assert mounts
    assert all(mount.get("read_only") for mount in mounts), "what comes from the clone is not written to"
    for mount in mounts:
        assert Path(mount["source"]).exists(), mount["source"]


def test_secrets_come_from_files_and_are_not_in_the_clone(everything):
    for name, secret in everything["secrets"].items():
        assert secret.get("file"), name
        ignored = run("git", "check-ignore", "-q", secret["file"], cwd=ROOT)
        assert ignored.returncode == 0, f"{secret['file']} could be committed"
    for name, service in everything["services"].items():
        for variable, value in (service.get("environment") or {}).items():
            secret = re.search("PASSWORD|SECRET|TOKEN|PASSWD", variable)
            assert not secret or (value or "").startswith("/run/secrets/"), f"{name}: {variable} is in the open"
    in_the_open = r"(?im)^[^#;\n]*passw(or)?d[ \t]*[=:][ \t]*['\"]?[a-z0-9]+['\"]?[ \t]*$"
    for path in ("docker-compose.yml", "config/odoo.conf", "config/nginx.conf", "config/Dockerfile"):
        assert not re.search(in_the_open, (ROOT / path).read_text()), path


def test_only_nginx_is_reached_and_on_this_machine_alone(everything):
    published = {name: service["ports"] for name, service in everything["services"].items() if service.get("ports")}
    assert set(published) == {"nginx"}
    assert {port["host_ip"] for port in published["nginx"]} == {"127.0.0.1"}
    assert everything["networks"]["data"]["internal"] is True
    for name in ("db", "db-replica"):
        assert set(everything["services"][name]["networks"]) == {"data"}


def test_images_have_versions(everything):
    for name, service in everything["services"].items():
        assert re.search(r":\d", service["image"]), f"{name}: {service['image']} would change under us"


def test_jobs_run_in_one_service_and_requests_in_the_others(everything):
    threads = {
        name: int(service["environment"]["ODOO_MAX_CRON_THREADS"])
        for name, service in everything["services"].items()
        if service["image"].startswith("client-archive") and name not in ONE_SHOT
    }
    assert threads == {"odoo": 0, "odoo-scale": 0, "cron": 2}
    assert "--no-http" in everything["services"]["cron"]["command"]


def test_scaling_shares_files_and_reads_from_the_replica(everything):
    services = everything["services"]
    volumes = [
        {(volume["source"], volume["target"]) for volume in services[name]["volumes"]}
        for name in ("odoo", "odoo-scale")
    ]
    assert volumes[0] == volumes[1] == {("filestore", "/var/lib/odoo")}
    environment = services["odoo-scale"]["environment"]
    assert environment["PGHOST_REPLICA"] == "db-replica"
    assert environment["PGHOST_REPLICA"] in services
    assert services["odoo-scale"]["deploy"]["replicas"] > 1
    assert "PGHOST_REPLICA" not in services["odoo"]["environment"]
    aliases = [services[name]["networks"]["front"]["aliases"] for name in ("odoo", "odoo-scale")]
    assert aliases == [["web"], ["web"]], "nginx asks for this name"
    connections = [
        re.search(r"max_connections=(\d+)", " ".join(services[name]["command"]))[1] for name in ("db", "db-replica")
    ]
    assert connections[0] == connections[1], "a replica with fewer than its primary does not start"


# ------------------------------------------------------------------------------------------------ odoo.conf

PARSE = """
import json, sys
from odoo.tools import config
config._log_entries.clear()  # from the import, before our file is named
config._flush_log_and_warn_entries = lambda: None
config.parse_config(sys.argv[1:], setup_logging=False)
entries = [str(entry) for entry in config._log_entries + config._warn_entries]
print(json.dumps({name: config[name] for name in config.options_index} | {"file": config._file_options,
                  "entries": entries, "known": sorted(config.options_index)}, default=str))
"""


def odoo_options(tmp_path, text, **environment):
    """What Odoo makes of a configuration file: all options, and what it complains of."""
    path = tmp_path / "odoo.conf"
    path.write_text(text)
    (tmp_path / "addons" / "module").mkdir(parents=True, exist_ok=True)
    for name in ("__init__.py", "__manifest__.py"):
        (tmp_path / "addons" / "module" / name).touch()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ODOO_", "PG"))}
    done = run(sys.executable, "-c", PARSE, "-c", path, env=clean | environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def conf():
    return (CONFIG / "odoo.conf").read_text()


@pytest.fixture
def options(tmp_path, conf):
    return odoo_options(tmp_path, conf.replace("/opt/client-archive", str(tmp_path / "addons")))


def test_odoo_knows_every_option(options):
    assert options["entries"] == []
    assert set(options["file"]) <= set(options["known"])


def test_odoo_complains_of_an_unknown_option(tmp_path, conf):
    """A guard for the test above."""
    options = odoo_options(tmp_path, conf.replace("limit_time_real =", "limit_time_reel ="))
    assert any("limit_time_reel" in entry for entry in options["entries"])


def test_no_password_and_no_list_of_databases(options):
    assert options["admin_passwd"] == "", "an empty master password refuses; a missing one is 'admin'"
    assert options["list_db"] is False
    assert options["db_password"] == ""
    assert options["db_name"] == ["client_archive"]
    assert re.fullmatch(options["dbfilter"], "client_archive")
    assert not re.fullmatch(options["dbfilter"], "client_archive_2")
    assert options["with_demo"] is False


def test_empty_master_password_refuses(tmp_path, conf):
    path = tmp_path / "odoo.conf"
    path.write_text(conf)
    script = "import sys; from odoo.tools import config; config.parse_config(['-c', sys.argv[1]], setup_logging=False);"
    script += "sys.exit(any(map(config.verify_admin_password, ['', 'admin', 'None', 'False'])))"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ODOO_")}
    assert run(sys.executable, "-c", script, path, env=clean).returncode == 0
    path.write_text(conf.replace("admin_passwd =", "; admin_passwd ="))
    assert run(sys.executable, "-c", script, path, env=clean).returncode == 1, "Odoo's default is 'admin'"


def test_odoo_stands_behind_a_proxy_in_processes(options):
    assert options["proxy_mode"] is True
    assert options["workers"] > 0
    assert options["logfile"] == ""
    assert options["limit_memory_soft"] < options["limit_memory_hard"]
    assert options["limit_time_cpu"] <= options["limit_time_real"]


def test_database_is_made_before_odoo_asks_for_it(options, everything):
    """Odoo's role may not create it, nor the extensions that its indexes need."""
    script = (CONFIG / "postgres" / "first_start.sh").read_text()
    role = everything["services"]["odoo"]["environment"]["PGUSER"]
    assert f"CREATE DATABASE {options['db_name'][0]} OWNER {role} " in script
    assert "CREATE EXTENSION pg_trgm" in script
    assert ("CREATE EXTENSION unaccent" in script) == options["unaccent"]
    assert re.search(f"CREATE ROLE {role} LOGIN PASSWORD", script)


def test_connections_suffice(options, everything):
    """Every process may open db_maxconn: web workers of each container, their websocket process, the jobs."""
    per_web = options["workers"] * options["db_maxconn"] + options["db_maxconn_gevent"]
    containers = 1 + everything["services"]["odoo-scale"]["deploy"]["replicas"]
    jobs = int(everything["services"]["cron"]["environment"]["ODOO_MAX_CRON_THREADS"]) * options["db_maxconn"]
    allowed = int(re.search(r"max_connections=(\d+)", " ".join(everything["services"]["db"]["command"]))[1])
    assert containers * per_web + jobs < allowed


def test_the_environment_reaches_odoo(tmp_path, conf, everything):
    """The names in docker-compose.yml are those that Odoo reads."""
    environment = everything["services"]["odoo-scale"]["environment"] | {"ODOO_WORKERS": "9"}
    options = odoo_options(tmp_path, conf, **environment)
    assert (options["db_host"], options["db_port"], options["db_user"]) == ("db", 5432, "odoo")
    assert (options["db_replica_host"], options["db_replica_port"]) == ("db-replica", 5432)
    assert (options["max_cron_threads"], options["workers"]) == (0, 9)


def test_every_option_says_why(conf):
    lines = conf.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"\w+ *=", line):
            before = next(text for text in reversed(lines[:number]) if not re.match(r"\w+ *=", text))
            assert before.startswith(";"), f"{line} has no comment"
            assert not before.startswith("; --"), f"{line} has no comment of its own"


# ---------------------------------------------------------------------------------------------------- nginx


def rendered(tmp_path, port=0, web=1, gevent=1):
    """config/nginx.conf with the container's places and names replaced by ours."""
    text = (CONFIG / "nginx.conf").read_text()
    (tmp_path / "mime.types").write_text("types { text/css css; }")
    for old, new in {
        "user nginx;": "" if os.geteuid() else "user root;",
        "/etc/nginx/mime.types": f"{tmp_path}/mime.types",
        "/etc/nginx/tls/": f"{tmp_path}/tls/",
        "/run/nginx.pid": f"{tmp_path}/nginx.pid",
        "/var/cache/nginx": f"{tmp_path}/cache",
        "/dev/stdout": f"{tmp_path}/access.log",
        "/dev/stderr": f"{tmp_path}/error.log",
        "listen 80 ": f"listen 127.0.0.1:{port or 8080} ",
        "http://web:8069": f"http://127.0.0.1:{web}",
        "http://web:8072": f"http://127.0.0.1:{gevent}",
        # compiled-in places that belong to root
        "\nhttp {": "\nhttp {"
        + "".join(f"{kind}_temp_path {tmp_path}/cache/{kind};" for kind in ("fastcgi", "uwsgi", "scgi")),
    }.items():
        assert old in text, f"{old!r} is no longer in nginx.conf"
        text = text.replace(old, new)
    (tmp_path / "cache").mkdir(exist_ok=True)
    path = tmp_path / "nginx.conf"
    path.write_text(text)
    return path


def nginx(path, *arguments):
    return run("nginx", "-p", path.parent, "-c", path, "-e", path.parent / "error.log", *arguments)


def test_nginx_accepts_its_configuration(tmp_path):
    done = nginx(rendered(tmp_path), "-t")
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@pytest.mark.parametrize(
    "old, new", [("proxy_pass $gevent", "proxy_pas $gevent"), ("$web;", "$wep;"), ("660s", "660parsecs")]
)
def test_nginx_refuses_a_broken_one(tmp_path, old, new):
    """A guard for the test above."""
    path = rendered(tmp_path)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert nginx(path, "-t").returncode != 0


def test_nginx_accepts_the_tls_example(tmp_path):
    path = rendered(tmp_path)
    (tmp_path / "tls").mkdir()
    text = (CONFIG / "tls" / "tls.conf.example").read_text().replace("/etc/nginx/tls", str(tmp_path / "tls"))
    if not re.search(r"nginx/1\.2[5-9]", run("nginx", "-v").stderr):
        text = text.replace("http2 on;", "")  # since 1.25
    (tmp_path / "tls" / "tls.conf").write_text(text.replace("443", "127.0.0.1:8443"))
    assert nginx(path, "-t").returncode != 0, "without a certificate"
    made = run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
               "-keyout", tmp_path / "tls" / "key.pem", "-out", tmp_path / "tls" / "certificate.pem")  # fmt: skip
    assert made.returncode == 0, made.stderr
    done = nginx(path, "-t")
    assert done.returncode == 0, done.stderr


class Echo(BaseHTTPRequestHandler):
    """Stands for Odoo: answers with what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.server.bodies.append(len(self.rfile.read(length)))
        body = json.dumps({"name": self.server.name, "path": self.path, "headers": dict(self.headers)}).encode()
        body += b" " * 4000
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if "/static/" in self.path:
            self.send_header("Cache-Control", "public, max-age=600")
            self.server.bodies.append("static")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments):
        pass


@contextmanager
def echo(name):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.name, server.bodies = name, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def proxy(tmp_path):
    """nginx running on our configuration, before two servers that stand for Odoo's."""
    with echo("web") as web, echo("gevent") as gevent:
        port = free_port()
        path = rendered(tmp_path, port, web.server_port, gevent.server_port)
        process = subprocess.Popen(
            ["nginx", "-p", tmp_path, "-c", path, "-e", tmp_path / "error.log", "-g", "daemon off;"]
        )
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)

            def ask(url, method="GET", body=None, **headers):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                connection.request(
                    method, url, body, {name.replace("_", "-"): value for name, value in headers.items()}
                )
                return connection.getresponse()

            yield ask, web, gevent
        finally:
            process.terminate()
            process.wait(10)


def test_requests_and_websocket_go_where_they_belong(proxy):
    ask, *_ = proxy
    page = json.load(ask("/odoo?debug=1"))
    assert (page["name"], page["path"]) == ("web", "/odoo?debug=1")
    live = json.load(ask("/websocket?version=19", Upgrade="websocket", Connection="Upgrade"))
    assert live["name"] == "gevent"
    assert (live["headers"]["Upgrade"], live["headers"]["Connection"]) == ("websocket", "upgrade")


def test_odoo_hears_who_calls_and_a_client_cannot_pretend(proxy):
    ask, *_ = proxy
    heard = json.load(
        ask(
            "/",
            Host="archive.example:444",
            X_Forwarded_For="6.6.6.6",
            X_Forwarded_Proto="https",
            X_Forwarded_Host="evil",
        )
    )
    headers = heard["headers"]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["X-Forwarded-Host"] == headers["Host"] == "archive.example:444"


def test_headers_that_protect_are_there_once(proxy):
    ask, *_ = proxy
    for url in ("/odoo", "/web/database/manager", "/web/static/a.js"):
        answer = ask(url)
        assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert answer.headers.get_all("X-Frame-Options") == ["SAMEORIGIN"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r"\d", answer.headers["Server"]), "nginx tells its version"


def test_text_is_compressed(proxy):
    ask, *_ = proxy
    assert ask("/odoo", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert ask("/odoo").headers["Content-Encoding"] is None


def test_large_scans_pass_and_larger_ones_do_not(proxy):
    ask, web, _ = proxy
    size = 64 * 1024 * 1024
    assert ask("/web/binary/upload", "POST", b"x" * size).status == 200
    assert web.bodies[-1] == size
    assert ask("/web/binary/upload", "POST", b"", Content_Length=str(300 * 1024 * 1024)).status == 413


def test_static_files_are_asked_for_once(proxy):
    ask, web, _ = proxy
    for _ in range(3):
        assert ask("/client_archive/static/src/a.js").status == 200
    assert web.bodies.count("static") == 1


def test_database_manager_is_not_there(proxy):
    ask, web, _ = proxy
    for url in ("/web/database/manager", "/web/database/backup", "/web/database/selector"):
        assert ask(url).status == 404
    assert web.bodies == []


def test_nginx_waits_longer_than_odoo_works(options):
    text = (CONFIG / "nginx.conf").read_text()
    waits = [int(seconds) for seconds in re.findall(r"proxy_read_timeout (\d+)s", text)]
    assert waits[0] > options["limit_time_real"]
    assert waits[1] > options["websocket_keep_alive_timeout"]


# ---------------------------------------------------------------------------------------------------- image


def test_dockerfile_is_clean():
    done = run("hadolint", CONFIG / "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_hadolint_finds_a_fault(tmp_path):
    """A guard for the test above."""
    broken = tmp_path / "Dockerfile"
    broken.write_text((CONFIG / "Dockerfile").read_text().replace("FROM odoo:19.0", "FROM odoo"))
    assert run("hadolint", broken).returncode != 0


def test_image_brings_what_the_add_ons_need():
    needed = set()
    for module in PRODUCT:
        manifest = ast.literal_eval((ROOT / "addons" / module / "__manifest__.py").read_text())
        needed |= set(manifest.get("external_dependencies", {}).get("python", []))
    brought = set(re.findall(r"^[a-z][a-z0-9_]*", (ROOT / "requirements-addons.txt").read_text(), re.M))
    assert needed == brought
    assert "-r requirements-addons.txt" in (ROOT / "requirements.txt").read_text().splitlines()


def test_image_is_given_every_file_it_copies():
    """What .dockerignore lets through is what the Dockerfile copies."""
    copied = set(re.findall(r"^COPY (?:--\S+ )?(\S+) ", (CONFIG / "Dockerfile").read_text(), re.M))
    assert all((ROOT / path).exists() for path in copied)
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {path if not path.startswith("addons/") else "addons" for path in copied} | {
        "config/Dockerfile"
    } == let_through


def test_product_is_in_the_image_and_the_demo_company_is_not(conf):
    text = (CONFIG / "Dockerfile").read_text()
    for module in [*PRODUCT, "client_archive_credit_stock"]:
        assert f"COPY addons/{module} /opt/client-archive/{module}\n" in text
    assert "client_archive_demo" not in re.sub("#.*", "", text)
    assert "addons_path = /opt/client-archive\n" in conf
    assert f"modules={','.join(PRODUCT)}\n" in (CONFIG / "init_database.sh").read_text()


@pytest.mark.parametrize("script", sorted(CONFIG.rglob("*.sh")), ids=lambda path: path.name)
def test_scripts_in_containers(script):
    assert os.access(script, os.X_OK)
    assert run("shellcheck", script).stdout == ""
