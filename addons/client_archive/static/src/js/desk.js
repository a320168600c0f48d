import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { ArchiveCard } from "./card";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onMounted, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";

/** How often the desk looks again while it is in sight, in milliseconds. */
const INTERVAL = 60000;

/** The work desk: what waits for the user, each with the list behind it; see models/desk. */
export class ArchiveDesk extends Component {
    static template = "client_archive.Desk";
    static components = { ArchiveCard, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ desk: null, stale: false });
        this.display = { controlPanel: {} };
        this.env.config.setDisplayName(_t("Work Desk"));
        onWillStart(() => this.load());
        // What others did meanwhile shows when the user comes back, and every minute.
        useExternalListener(window, "focus", () => this.refresh());
        useExternalListener(document, "visibilitychange", () => this.refresh());
        onMounted(() => (this.timer = setInterval(() => this.refresh(), INTERVAL)));
        onWillUnmount(() => clearInterval(this.timer));
    }

    async load() {
        this.state.desk = await this.orm.silent.call("archive.desk", "read_desk", []);
        this.state.stale = false;
    }

    /** Look again without disturbing: a server that cannot be reached leaves the desk as it is, and says so. */
    async refresh() {
        if (document.visibilityState !== "visible" || this.loading) {
            return;
        }
        this.loading = true;
        try {
            await this.load();
        } catch {
            this.state.stale = true;
        } finally {
            this.loading = false;
        }
    }

    // ------------------------------------------------------------------
    // What it says
    // ------------------------------------------------------------------
    get total() {
        return this.state.desk.sections
            .flatMap((section) => section.cards)
            .reduce((sum, card) => sum + card.count, 0);
    }

    get greeting() {
        return _t("Good day, %s.", this.state.desk.user);
    }

    shown(card) {
        const { most } = this.state.desk;
        return card.count >= most ? _t("%s+", most.toLocaleString()) : card.count.toLocaleString();
    }

    get checklist() {
        const { setup } = this.state.desk;
        return setup && !setup.dismissed ? setup : null;
    }

    get checklistTitle() {
        return _t("Setting up the archive of %s", this.checklist.company);
    }

    get progress() {
        return _t("%(done)s of %(total)s done", { done: this.checklist.done, total: this.checklist.steps.length });
    }

    get percent() {
        const { done, steps } = this.checklist;
        return steps.length ? Math.round((100 * done) / steps.length) : 100;
    }

    // ------------------------------------------------------------------
    // What it does
    // ------------------------------------------------------------------
    async open(card) {
        this.action.doAction(await this.orm.call("archive.desk", "open_card", [card.key]));
    }

    async openStep(step) {
        this.action.doAction(await this.orm.call("archive.desk", "open_setup_step", [step.key]));
    }

    async dismissSetup(dismissed) {
        await this.orm.call("archive.desk", "dismiss_setup", [dismissed]);
        await this.load();
    }
}

registry.category("actions").add("client_archive_desk", ArchiveDesk);
