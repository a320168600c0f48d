import { _t } from "@web/core/l10n/translation";
import { BarcodeVideoScanner, isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onMounted, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { ScanQueue } from "./scan_queue";

const SHOWN = 20;
/** A camera sees the same label many times a second; a scanner may read it twice. In milliseconds. */
const SAME_AGAIN = { camera: 4000, scanner: 700, typed: 0 };
/** Nobody scanned for so long: whoever stood at the desk is gone. In milliseconds. */
const IDLE = 180000;
const TONES = {
    success: [[880, 0.12]],
    info: [[660, 0.08]],
    warning: [[520, 0.12], [520, 0.12]],
    danger: [[196, 0.25], [147, 0.4]],
};

/** Short tones, made by the browser: nothing to load, and heard across the room. */
class Beeper {
    play(tone) {
        try {
            this.context = this.context || new (window.AudioContext || window.webkitAudioContext)();
            this.context.resume();
            let start = this.context.currentTime;
            for (const [frequency, seconds] of TONES[tone] || []) {
                const oscillator = this.context.createOscillator();
                const gain = this.context.createGain();
                oscillator.frequency.value = frequency;
                oscillator.type = tone === "danger" ? "square" : "sine";
                gain.gain.value = 0.15;
                oscillator.connect(gain).connect(this.context.destination);
                oscillator.start(start);
                oscillator.stop(start + seconds);
                start += seconds + 0.06;
            }
            browser.navigator.vibrate?.(tone === "danger" ? [200, 80, 200] : 60);
        } catch {
            // A browser without sound: the colour says it as well.
        }
    }
}

/** The scan desk: papers go out and come back with one scan each; see models/circulation/scan. */
export class ScanDesk extends Component {
    static template = "client_archive.ScanDesk";
    static components = { Layout, BarcodeVideoScanner };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.barcode = useService("barcode");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.env.config.setDisplayName(_t("Scan Desk"));
        this.beeper = new Beeper();
        this.cameraSupported = isBarcodeScannerSupported();
        this.key = `client_archive.scans.${session.db}.${user.userId}.${user.activeCompany.id}`;
        this.state = useState({
            conditions: [], history: [], pending: 0, offline: false, error: "", camera: false, typed: "", finding: null,
            reader: this.keptReader, company: "",
        });
        this.queue = new ScanQueue(
            this.key, (item) => this.send(item), (item, answer) => this.answered(item, answer), () => this.refresh());
        this.last = { code: "", at: 0 };
        useBus(this.barcode.bus, "barcode_scanned", ({ detail }) => this.scan(detail.barcode, "scanner"));
        useExternalListener(window, "online", () => this.queue.retry());
        onWillStart(() => this.load());
        onMounted(() => {
            this.refresh();
            this.queue.run();
        });
        onWillUnmount(() => {
            browser.clearTimeout(this.idle);
            this.queue.stop();
        });
    }

    async load() {
        const { company, conditions, recent } = await this.orm.call("archive.scan", "read_recent", []);
        Object.assign(this.state, { company, conditions, history: recent.map((answer) => ({ ...answer, old: true })) });
    }

    // ------------------------------------------------------------------
    // Scans
    // ------------------------------------------------------------------
    scan(code, from = "scanner") {
        code = code.trim();
        const now = Date.now();
        if (!code || (code === this.last.code && now - this.last.at < SAME_AGAIN[from])) {
            return;
        }
        this.last = { code, at: now };
        this.waitForNext();
        this.queue.add({ code });
    }

    scanTyped() {
        const code = this.state.typed;
        this.state.typed = "";
        this.scan(code, "typed");
    }

    scanSeen(code) {
        this.scan(code, "camera");
    }

    send(item) {
        if (item.done) {
            return { act: "done" };
        }
        if (item.finding) {
            const { line, condition, pages, note } = item.finding;
            return this.orm.silent.call("archive.scan", "enter_finding", [item.uid, line, condition, pages, note]);
        }
        const { request_id, user_id } = this.state.reader || {};
        return this.orm.silent.call("archive.scan", "scan", [item.uid, item.code, { request_id, user_id }]);
    }

    answered(item, answer) {
        if (answer.act === "done") {
            return this.setReader(null);
        }
        this.state.history = [{ ...answer, uid: item.uid, code: item.code }, ...this.state.history].slice(0, SHOWN);
        this.state.finding = null;
        if (answer.reader) {
            this.setReader(answer.reader);
        }
        for (const paper of answer.reader_papers || []) {
            const mine = this.state.reader?.papers.find(({ id }) => id === paper.id);
            if (mine) {
                Object.assign(mine, paper);
                this.setReader(this.state.reader);
            }
        }
        this.beeper.play(answer.tone);
    }

    refresh() {
        const { items, offline, error } = this.queue;
        Object.assign(this.state, {
            pending: items.length, offline, error: error ? error.data?.message || error.message : "" });
    }

    retry() {
        this.queue.retry();
    }

    discard() {
        this.queue.discard();
    }

    // ------------------------------------------------------------------
    // Who is at the desk
    // ------------------------------------------------------------------
    get keptReader() {
        try {
            return JSON.parse(browser.sessionStorage.getItem(`${this.key}.reader`));
        } catch {
            return null;
        }
    }

    setReader(reader) {
        this.state.reader = reader;
        browser.sessionStorage.setItem(`${this.key}.reader`, JSON.stringify(reader));
    }

    /** In its turn: what was scanned before is still for whoever stood there. */
    nextReader() {
        browser.clearTimeout(this.idle);
        this.queue.add({ done: true });
    }

    waitForNext() {
        browser.clearTimeout(this.idle);
        this.idle = browser.setTimeout(() => this.state.reader && this.nextReader(), IDLE);
    }

    get readerPapers() {
        return this.state.reader ? this.state.reader.papers : [];
    }

    stageWords(paper) {
        return {
            ready: _t("To collect until %s", paper.day),
            waiting: _t("In the queue"),
            out: paper.late ? _t("Overdue since %s", paper.day) : _t("Due back %s", paper.day),
            back: _t("Returned"),
        }[paper.stage];
    }

    // ------------------------------------------------------------------
    // What the screen says
    // ------------------------------------------------------------------
    get latest() {
        return this.state.history.find((answer) => !answer.old);
    }

    get earlier() {
        return this.state.history.filter((answer) => answer !== this.latest);
    }

    get canDiffer() {
        return this.latest && this.latest.line && ["out", "back"].includes(this.latest.act);
    }

    get canReport() {
        return this.latest && this.latest.act === "finding" && this.latest.line.condition === "damaged";
    }

    get pendingWords() {
        return this.state.pending === 1 ? _t("1 scan waits") : _t("%s scans wait", this.state.pending);
    }

    // ------------------------------------------------------------------
    // What differs
    // ------------------------------------------------------------------
    differ() {
        const { id, condition, pages, note, expected } = this.latest.line;
        this.state.finding = { line: id, condition, pages, note, expected };
    }

    addPages(count) {
        this.state.finding.pages = Math.max(0, this.state.finding.pages + count);
    }

    enterFinding() {
        const { line, condition, pages, note } = this.state.finding;
        if (!note.trim()) {
            this.notification.add(_t("Note what is wrong with it."), { type: "warning" });
            return;
        }
        this.queue.add({ finding: { line, condition, pages: Number(pages) || 0, note } });
    }

    reportIncident() {
        const { title, words, line } = this.latest;
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Report an Incident"),
            res_model: "archive.incident",
            views: [[false, "form"]],
            target: "new",
            context: {
                default_kind: "breach",
                default_document_ids: [[6, 0, [line.document_id]]],
                default_description: [title, ...words].join("\n"),
            },
        });
    }

    // ------------------------------------------------------------------
    // Camera
    // ------------------------------------------------------------------
    toggleCamera() {
        this.state.camera = !this.state.camera;
    }

    cameraFailed(error) {
        this.state.camera = false;
        this.notification.add(error.message, { type: "danger" });
    }
}

registry.category("actions").add("client_archive_scan_desk", ScanDesk);
