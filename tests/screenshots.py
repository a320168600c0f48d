"""Draws the README's pictures from the demo company, in a headless Chromium; scripts/screenshots.sh calls it.

    screenshots.py [--lang en_US|zh_CN] [NAME…]      NAME: only these pictures

    BASE_URL, DB   the server (http://127.0.0.1:8069) and its database (client_archive)
    OUT            the folder for the pictures (docs/images)

To add a picture, add a line to PAGES. A page that shows an error, or never comes to rest, fails the run.
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple

import websocket

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8069")
DATABASE = os.environ.get("DB", "client_archive")
OUT = Path(os.environ.get("OUT", Path(__file__).resolve().parent.parent / "docs" / "images"))
PASSWORD = "archive-demo"  # of every user of the demo company: addons/client_archive_demo/USERS.md
PATIENCE = 60  # seconds for a page to come to rest


class Page(NamedTuple):
    """One picture.

    :ivar name: of the file, without .png
    :ivar login: whose screen it is
    :ivar action: external id of an action (its list or first view), or a path that starts with /
    :ivar record: (model, domain, order): the form of the first record found, opened from that action
    :ivar click: CSS selectors to click on, one after the other (a tab, a view button)
    :ivar view: another view of the action, as in its address (kanban, pivot, …)
    :ivar search: words to search for
    """

    name: str
    login: str
    action: str
    record: tuple = ()
    click: tuple = ()
    view: str = ""
    search: str = ""
    width: int = 1440
    height: int = 900


ARCHIVE, CREDIT = "client_archive.", "client_archive_credit."
PAGES = [
    Page("desk", "archivist", ARCHIVE + "archive_desk_action"),
    Page("desk_head", "head_sales", ARCHIVE + "archive_desk_action"),
    Page("desk_setup", "manager", ARCHIVE + "archive_desk_action"),
    Page("dossiers", "archivist", ARCHIVE + "archive_dossier_action"),
    Page("dossier", "archivist", ARCHIVE + "archive_dossier_action",
         record=("archive.dossier", [("document_ids", "!=", False)], "document_count desc")),
    Page("papers", "archivist", ARCHIVE + "archive_document_action"),
    Page("paper", "archivist", ARCHIVE + "archive_document_action",
         record=("archive.document", [("state", "=", "filed"), ("place_id", "!=", False)], "id")),
    Page("customer", "sales1", "contacts.action_contacts",
         record=("res.partner", [("dossier_ids.document_ids", "!=", False)], "id"), click=(".nav-link[name=archive]",)),
    Page("places", "archive_head", ARCHIVE + "archive_place_action"),
    Page("destruction", "archive_head", ARCHIVE + "archive_destruction_batch_action",
         record=("archive.destruction.batch", [], "id desc")),
    Page("journal", "auditor", ARCHIVE + "archive_event_action"),
    Page("requests", "archivist", ARCHIVE + "archive_request_action_all"),
    Page("request", "archivist", ARCHIVE + "archive_request_action_all",
         record=("archive.request", [("state", "=", "issued"), ("is_overdue", "=", True)], "id")),
    Page("handovers", "archivist", ARCHIVE + "archive_handover_action"),
    Page("handover", "archivist", ARCHIVE + "archive_handover_action",
         record=("archive.handover", [("state", "=", "supplement")], "id")),
    Page("clearances", "security", ARCHIVE + "archive_clearance_action"),
    Page("incident", "security", ARCHIVE + "archive_incident_action",
         record=("archive.incident", [("state", "=", "closed")], "id")),
    Page("reviews", "head_sales", ARCHIVE + "archive_review_action"),
    Page("change", "head_sales", ARCHIVE + "archive_change_action",
         record=("archive.change", [("is_major", "=", True)], "id")),
    Page("contracts", "credit1", ARCHIVE + "archive_contract_action"),
    Page("contract", "credit1", ARCHIVE + "archive_contract_action",
         record=("archive.contract", [("state", "=", "fulfilled")], "amount desc")),
    Page("statistics", "credit1", ARCHIVE + "archive_contract_statistics_action"),
    Page("customer_file", "head_sales", "contacts.action_contacts",
         record=("res.partner", [("dossier_ids.state", "=", "open"), ("customer_profile_id", "!=", False)], "id"),
         click=(".nav-link[name=customer_file]",)),
    Page("key_data", "archivist", ARCHIVE + "archive_customer_proposal_action",
         record=("archive.customer.proposal", [("state", "=", "pending")], "id")),
    Page("trends", "archive_head", ARCHIVE + "archive_figure_action"),
    Page("segments", "archive_head", ARCHIVE + "archive_segment_action"),
    Page("number_rule", "manager", ARCHIVE + "archive_number_rule_action",
         record=("archive.number.rule", [], "id")),
    Page("league", "head_sales", ARCHIVE + "archive_upkeep_league_action"),
    Page("search", "archivist", ARCHIVE + "archive_document_action_search", search="轴承 发票"),
    Page("approvals", "gm", ARCHIVE + "archive_approval_step_action_mine"),
    Page("route", "manager", ARCHIVE + "approval_route_action",
         record=("mail.activity.plan", [("template_ids", "!=", False), ("res_model", "=", "archive.request")], "id")),
    Page("scan_desk", "archivist", ARCHIVE + "archive_scan_action", width=390, height=844),
    Page("pick_list", "archivist", ARCHIVE + "archive_request_line_action_pick"),
    Page("loan_ledger", "archivist", ARCHIVE + "archive_request_line_action_ledger"),
    Page("copies", "archivist", ARCHIVE + "archive_copy_action"),
    Page("read_on_screen", "sales2", ARCHIVE + "archive_request_action",
         record=("archive.request", [("kind", "=", "screen"), ("applicant_id.login", "=", "sales2")], "id")),
    Page("seals", "archivist", ARCHIVE + "archive_seal_action"),
    Page("compartments", "security", ARCHIVE + "archive_compartment_action"),
    Page("meeting", "security", ARCHIVE + "archive_secret_meeting_action",
         record=("archive.secret.meeting", [], "id")),
    Page("designations", "security", ARCHIVE + "archive_designation_action"),
    Page("personal_data", "security", ARCHIVE + "archive_privacy_request_action",
         record=("archive.privacy.request", [], "id")),
    Page("credit", "credit_manager", CREDIT + "credit_file_action"),
    Page("credit_file", "credit_manager", CREDIT + "credit_file_action",
         record=("credit.file", [("has_limit", "=", True)], "limit_amount desc")),
    Page("application", "credit_manager", CREDIT + "credit_limit_application_action",
         record=("credit.limit.application", [("state", "=", "submitted")], "amount desc")),
    Page("held_order", "credit_manager", CREDIT + "credit_hold_action",
         record=("credit.hold", [("state", "=", "pending")], "order_amount desc")),
    Page("order", "sales2", "sale.action_quotations_with_onboarding",
         record=("sale.order", [("credit_hold_state", "=", "pending")], "amount_total desc")),
    Page("investigation", "credit1", CREDIT + "credit_investigation_action",
         record=("credit.investigation", [("state", "=", "approved")], "id")),
    Page("evaluation", "credit_manager", CREDIT + "credit_evaluation_action",
         record=("credit.evaluation", [("state", "=", "confirmed"), ("is_high_value", "=", True)], "date desc")),
    Page("warnings", "credit_manager", CREDIT + "credit_warning_action"),
    Page("credit_dashboard", "credit_manager", CREDIT + "credit_dashboard_action"),
    Page("holds_to_decide", "credit_manager", CREDIT + "credit_hold_action_to_decide"),
    Page("watch_list", "credit_manager", CREDIT + "credit_position_action_watch"),
    Page("collection", "credit1", CREDIT + "credit_collection_action", view="kanban"),
    Page("management_report", "credit_manager", CREDIT + "credit_management_report_action",
         record=("credit.management.report", [], "id")),
    Page("backtest", "credit_manager", CREDIT + "credit_backtest_action", record=("credit.backtest", [], "id")),
    Page("securities", "credit_manager", CREDIT + "credit_cover_action"),
    Page("batch_of_evaluations", "credit_manager", CREDIT + "credit_evaluation_batch_action",
         record=("credit.evaluation.batch", [], "id")),
]  # fmt: skip


class Server:
    """A user's session, over HTTP."""

    def __init__(self, login):
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        answer = self.call("/web/session/authenticate", {"db": DATABASE, "login": login, "password": PASSWORD})
        self.uid = answer.get("uid")
        if not self.uid:
            raise SystemExit(f"{login} cannot log in: is the demo company in the database {DATABASE}?")

    def call(self, route, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(BASE_URL + route, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def do(self, model, method, *arguments, **options):
        params = {"model": model, "method": method, "args": arguments, "kwargs": options}
        return self.call(f"/web/dataset/call_kw/{model}/{method}", params)

    def speak(self, lang):
        """The user's language from now on; returns the one before."""
        before = self.do("res.users", "read", [self.uid], ["lang"])[0]["lang"]
        if before != lang:
            self.do("res.users", "write", [self.uid], {"lang": lang})
        return before

    def address(self, page):
        if page.action.startswith("/"):
            return BASE_URL + page.action
        address = f"{BASE_URL}/odoo/action-{page.action}"
        if page.record:
            model, domain, order = page.record
            # sorted here: what is computed cannot be ordered by in the database
            field, _, direction = order.partition(" ")
            records = self.do(model, "search_read", domain, [field])
            if not records:
                raise RuntimeError(f"{page.login} sees no {model} with {domain}")
            records.sort(key=lambda record: record[field], reverse=direction == "desc")
            address += f"/{records[0]['id']}"
        return address + (f"?view_type={page.view}" if page.view else "")


class Browser:
    """A headless Chromium, by its DevTools protocol."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="client-archive-chromium-")
        program = shutil.which("google-chrome") or shutil.which("chromium")
        if not program:
            raise SystemExit("no chromium: scripts/get_system.sh test fetches it")
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
             "--no-first-run", "--mute-audio", "--force-color-profile=srgb", f"--user-data-dir={self.profile}",
             "--remote-debugging-port=0", "--remote-allow-origins=*", "about:blank"],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        port = self._wait(self._port, "Chromium to start")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as response:
            target = next(target for target in json.load(response) if target["type"] == "page")
        self.socket = websocket.create_connection(
            target["webSocketDebuggerUrl"], timeout=PATIENCE, suppress_origin=True
        )
        self.number, self.errors = 0, []
        for domain in ("Page", "Runtime", "Network"):
            self.send(f"{domain}.enable")

    def _port(self):
        path = Path(self.profile) / "DevToolsActivePort"
        return path.exists() and path.read_text().partition("\n")[0]

    @staticmethod
    def _wait(condition, what):
        end = time.monotonic() + PATIENCE
        while not (result := condition()):
            if time.monotonic() > end:
                raise RuntimeError(f"waited {PATIENCE} s for {what}")
            time.sleep(0.1)
        return result

    def send(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "Runtime.exceptionThrown":
                details = message["params"]["exceptionDetails"]
                self.errors.append(details.get("exception", {}).get("description") or details["text"])
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def value(self, expression):
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def rest(self):
        """Wait until the page has shown the same for a second and nothing is loading."""
        calm = """(() => {
            const busy = document.querySelector(".o_blockUI:not(.o_blockUI_invisible), .o_loading_indicator");
            const shown = document.querySelector(".o_action_manager .o_action, main");
            const images = [...document.images].every((image) => image.complete);
            if (document.readyState !== "complete" || busy || !shown || !images) return "";
            const requests = performance.getEntriesByType("resource").length;
            return `${document.querySelectorAll("*").length} ${document.body.innerText.length} ${requests}`;
        })()"""
        seen = []

        def still():
            seen.append(self.value(calm))
            time.sleep(0.15)
            return len(seen) > 7 and seen[-1] and len(set(seen[-7:])) == 1

        self._wait(still, "the page to come to rest")
        if error := self.value('document.querySelector(".o_error_dialog, .o_dialog_error")?.innerText'):
            self.errors.append(error)

    def open(self, address, cookies, page):
        self.errors.clear()
        self.send("Network.clearBrowserCookies")
        for cookie in cookies:
            self.send("Network.setCookie", name=cookie.name, value=cookie.value, url=BASE_URL)
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=page.width,
            height=page.height,
            deviceScaleFactor=1,
            mobile=False,
        )
        # else only the part of the address behind the # or ? may change, which does not load the page
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=address)
        self.rest()
        for selector in page.click:
            if not self.value(f"!!document.querySelector({json.dumps(selector)})"):
                raise RuntimeError(f"nothing to click on at {selector}")
            self.value(f"document.querySelector({json.dumps(selector)}).click()")
            self.rest()
        if page.search:
            self._type(".o_searchview_input", page.search)
            self.rest()
        if self.errors:
            raise RuntimeError("the page reports: " + self.errors[0])

    def _type(self, selector, words):
        self.value(f"document.querySelector({json.dumps(selector)}).focus()")
        self.send("Input.insertText", text=words)
        time.sleep(0.5)  # until the words are offered
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13)

    def draw(self, path):
        picture = self.send("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        path.write_bytes(base64.b64decode(picture["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lang", default="en_US")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pictures")
    options = parser.parse_args()
    if unknown := set(options.names) - {page.name for page in PAGES}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    OUT.mkdir(parents=True, exist_ok=True)
    browser, sessions, before, failed = Browser(), {}, {}, []
    try:
        for page in PAGES:
            if options.names and page.name not in options.names:
                continue
            try:
                if page.login not in sessions:
                    sessions[page.login] = Server(page.login)
                    before[page.login] = sessions[page.login].speak(options.lang)
                server = sessions[page.login]
                browser.open(server.address(page), server.cookies, page)
                browser.draw(OUT / f"{page.name}.png")
                print(f"{OUT / page.name}.png")
            except RuntimeError as error:
                failed.append(page.name)
                print(f"{page.name}: {error}", file=sys.stderr)
    finally:
        browser.close()
        for login, lang in before.items():
            sessions[login].speak(lang)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
