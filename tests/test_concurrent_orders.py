"""Orders against one limit by every way at once, on a real server with several workers; and a worker that dies."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import database
import psutil
import psycopg2
import pytest

HERE = Path(__file__).resolve().parent
PATIENCE = 120  # seconds, for a busy machine
SIGNATURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
# Stands in for the program that prints the signed order: prints nothing, quickly
PRINTER = """#!/bin/sh
[ "$1" != --version ] || { echo 'wkhtmltopdf 0.12.6 (with patched qt)'; exit; }
for output; do :; done
cp "$(dirname "$0")/page.pdf" "$output"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} s"
        time.sleep(0.05)
    return result


class Server:
    """Odoo with four workers on one database, and clients of it that each hold a connection of their own."""

    def __init__(self, name, folder):
        self.name, self.port, self.log = name, free_port(), folder / "server.log"
        (folder / "wkhtmltopdf").write_text(PRINTER)
        (folder / "wkhtmltopdf").chmod(0o755)
        from reportlab.pdfgen import canvas

        canvas.Canvas(str(folder / "page.pdf")).save()
        # Odoo starts its process for long polling by the name of its program, which -m odoo does not have
        (folder / "odoo").write_text("from odoo.cli.command import main\nmain()\n")
        self.process = subprocess.Popen(
            [sys.executable, str(folder / "odoo"), "-d", name, "--db-filter", f"^{name}$", "--workers", "4",
             "--max-cron-threads", "0", "--http-port", str(self.port), "--gevent-port", str(free_port())],
            env=os.environ | {"ODOO_LOGFILE": str(self.log), "PATH": f"{folder}:{os.environ['PATH']}"},
            start_new_session=True)
        until(self.answers, "the server answers")

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        try:
            return self.request("/web/health")[0] == 200
        except OSError:
            return False

    def request(self, path, body=None, **headers):
        """Status, body and headers of the answer; ``body`` is sent as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} | headers
        connection.request("GET" if body is None else "POST", path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def rpc(self, path, params, **headers):
        status, text, answered = self.request(path, {"jsonrpc": "2.0", "method": "call", "params": params}, **headers)
        answer = json.loads(text)
        assert status == 200 and "error" not in answer, text
        return answer.get("result"), answered

    def log_in(self, login, password):
        _result, headers = self.rpc("/web/session/authenticate", {
            "db": self.name, "login": login, "password": password})
        return headers["Set-Cookie"].split(";")[0]

    def call(self, session, model, method, *arguments, **keywords):
        """As the web client does."""
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", {
            "model": model, "method": method, "args": arguments, "kwargs": keywords}, Cookie=session)[0]

    def query(self, statement, *arguments):
        return database.query(statement, *arguments, database=self.name)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def served(copy_of, tmp_path_factory):
    """The server and what is in its database."""
    name = copy_of("addons")
    made = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", name, "--no-http", "--log-level", "error"],
        stdin=(HERE / "concurrent_orders_data.py").open(), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    server = Server(name, tmp_path_factory.mktemp("server"))
    yield server, json.loads(made.stdout.strip().splitlines()[-1])
    server.stop()


def at_once(*jobs):
    """Run all at the same moment; return what went wrong."""
    barrier, errors = threading.Barrier(len(jobs)), []

    def run(job):
        barrier.wait(PATIENCE)
        try:
            job()
        except Exception as error:  # whatever it is, the customer or salesperson saw it
            errors.append(repr(error)[:2000])

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE * 2)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return errors


def test_orders_by_every_way_at_once_stay_within_the_limit(served):
    """Twenty orders of 300, two of them paid by half; a limit of 1,000: four of them, whoever comes first."""
    server, made = served
    sessions = cycle([server.log_in(f"sales{number}", f"sales{number}") for number in range(3)])
    admin = server.log_in("admin", "admin")
    orders = made["orders"]

    def by_ui(ids):
        session = next(sessions)
        return lambda: server.call(session, "sale.order", "action_confirm", ids)

    def by_json2(order):
        def run():
            status, text, _headers = server.request(
                "/json/2/sale.order/action_confirm", {"ids": [order]}, Authorization=f"Bearer {made['key']}")
            assert status == 200, text
        return run

    def by_jsonrpc(order):
        return lambda: server.rpc("/jsonrpc", {"service": "object", "method": "execute_kw", "args": [
            server.name, made["users"][1], "sales1", "sale.order", "action_confirm", [[order]]]})

    def by_portal(order):
        def run():
            answer, _headers = server.rpc(f"/my/orders/{order}/accept", {
                "access_token": made["tokens"][str(order)], "name": "Customer", "signature": SIGNATURE})
            assert answer.get("force_refresh"), answer
        return run

    def by_job(name):
        return lambda: server.call(admin, "ir.cron", "method_direct_trigger", [made["crons"][name]])

    errors = at_once(
        *(by_ui([order]) for order in orders["ui"]), by_ui(orders["batch"]), *map(by_json2, orders["json2"]),
        *map(by_jsonrpc, orders["jsonrpc"]), *map(by_portal, orders["portal"]), by_job("payment"), by_job("judge"))
    assert errors == [], f"errors that users saw; the log is {server.log}"
    ids = sum(orders.values(), [])
    assert confirmed(server, ids) * 300 - 2 * 150 <= 1000
    # the jobs come round again: what they could not do meanwhile is done now
    by_job("payment")()
    by_job("judge")()
    assert paid(server, made) == 300
    assert server.call(next(sessions), "credit.file", "read", [made["race"]], ["used"])[0]["used"] == 900
    assert confirmed(server, ids) == 4
    held = server.query("SELECT count(*) FROM credit_hold WHERE state = 'pending' AND order_id = ANY(%s)", ids)
    assert held == [(16,)], "each of the others waits, once"
    signed = server.query("SELECT count(*) FROM sale_order WHERE signed_by = 'Customer'")
    assert signed == [(4,)], "what a customer signed is kept, confirmed or not"
    assert server.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [(0,)]


def confirmed(server, ids):
    return server.query("SELECT count(*) FROM sale_order WHERE state = 'sale' AND id = ANY(%s)", ids)[0][0]


def paid(server, made):
    return server.query(
        "SELECT COALESCE(sum(tx.amount), 0)::float FROM payment_transaction tx JOIN sale_order_transaction_rel rel"
        " ON rel.transaction_id = tx.id WHERE tx.payment_id IS NOT NULL AND rel.sale_order_id = ANY(%s)",
        made["orders"]["payment"])[0][0]


@contextmanager
def nobody_can_write(server, table):
    """Whoever writes to ``table`` inside waits."""
    connection = psycopg2.connect(dbname=server.name)
    try:
        connection.cursor().execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    finally:
        connection.close()


def waiting(server):
    """Process numbers of the database connections that wait for a lock."""
    return [pid for (pid,) in server.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")]


@pytest.mark.parametrize("number", [0, 1], ids=["within the limit", "over the limit"])
def test_a_worker_that_is_killed_leaves_nothing_half_done(served, number):
    server, made = served
    order = made["fault_orders"][number]
    session = server.log_in("sales0", "sales0")
    before = traces(server, order)
    failed = []

    def confirm():
        try:
            server.call(session, "sale.order", "action_confirm", [order])
        except (OSError, http.client.HTTPException) as error:
            failed.append(error)

    with nobody_can_write(server, "mail_message"):
        client = threading.Thread(target=confirm)
        client.start()
        (connection,) = until(lambda: waiting(server), "a worker is in the middle of it")
        for worker in psutil.Process(server.process.pid).children():
            worker.kill()
        client.join(PATIENCE)
    assert len(failed) == 1, "the client was cut off"
    until(lambda: not server.query("SELECT FROM pg_stat_activity WHERE pid = %s", connection), "its connection ends")
    assert traces(server, order) == before
    until(server.answers, "the server goes on with other workers")
    server.call(session, "sale.order", "action_confirm", [order])
    after = traces(server, order)
    assert after["state"] == ("draft" if number else "sale")
    assert after["holds"] == number
    assert after["guards"] == 1


def traces(server, order):
    """What a confirmation leaves."""
    ((state, messages, holds, steps, guards, events),) = server.query(
        """
        SELECT sale.state,
               (SELECT count(*) FROM mail_message WHERE model = 'sale.order' AND res_id = sale.id),
               (SELECT count(*) FROM credit_hold WHERE order_id = sale.id),
               (SELECT count(*) FROM archive_approval_step WHERE res_model = 'credit.hold'),
               (SELECT count(*) FROM credit_guard WHERE payer = 'credit.file,' || file.id),
               (SELECT count(*) FROM archive_event WHERE res_model IN ('credit.hold', 'credit.file'))
          FROM sale_order sale JOIN credit_file file ON file.partner_id = sale.partner_id
         WHERE sale.id = %s
        """, order)
    return {"state": state, "messages": messages, "holds": holds, "steps": steps, "guards": guards, "events": events}
