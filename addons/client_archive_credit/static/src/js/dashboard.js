import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { ArchiveCard } from "@client_archive/js/card";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useExternalListener, useState } from "@odoo/owl";

/** Size of the DSO chart in its own units; the screen scales it. */
const WIDTH = 600;
const HEIGHT = 160;
const PADDING = 24;
const AGING_TONES = ["success", "info", "warning", "orange", "danger"];

/** What one opens in the morning: what waits, and where the company stands; see models/analysis/dashboard. */
export class CreditDashboard extends Component {
    static template = "client_archive_credit.Dashboard";
    static components = { ArchiveCard, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null, busy: false, stale: false });
        this.display = { controlPanel: {} };
        this.env.config.setDisplayName(_t("Credit Dashboard"));
        onWillStart(async () => {
            await this.load();
            if (this.data.stale && this.data.may_refresh) {
                this.refresh(); // not waited for: the old figures are shown meanwhile
            }
        });
        useExternalListener(window, "focus", () => this.reload());
    }

    get data() {
        return this.state.data;
    }

    async load() {
        this.state.data = await this.orm.silent.call("credit.dashboard", "read_dashboard", []);
        this.state.stale = false;
    }

    /** Look again without disturbing: a server that cannot be reached leaves the figures as they are, and says so. */
    async reload() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.load();
        } catch {
            this.state.stale = true;
        } finally {
            this.state.busy = false;
        }
    }

    /** Make the figures anew, and show them. */
    async refresh() {
        this.state.busy = true;
        try {
            await this.orm.silent.call("credit.position", "action_refresh", []);
            await this.load();
        } catch {
            this.state.stale = true;
        } finally {
            this.state.busy = false;
        }
    }

    // ------------------------------------------------------------------
    // What it says
    // ------------------------------------------------------------------
    get waiting() {
        return this.data.cards.filter((card) => card.count);
    }

    get moment() {
        return this.data.refreshed_on
            ? _t("Figures of %s", formatDateTime(deserializeDateTime(this.data.refreshed_on)))
            : _t("No figures yet");
    }

    money(amount) {
        const currencyId = this.data.currency || undefined;
        return formatMonetary(amount, { currencyId, humanReadable: Math.abs(amount) >= 1e7, digits: [16, 0] });
    }

    percent(share) {
        return `${formatFloat(share, { digits: [16, 1] })} %`;
    }

    get use() {
        const { used, limit_amount: limit } = this.data.totals;
        return limit ? Math.round((100 * used) / limit) : 0;
    }

    get totals() {
        const { totals } = this.data;
        return [
            { key: "used", title: _t("Exposure"), amount: totals.used },
            { key: "limit_amount", title: _t("Limits"), amount: totals.limit_amount },
            { key: "receivable", title: _t("Open Invoices"), amount: totals.receivable },
            { key: "overdue", title: _t("Overdue"), amount: totals.overdue, danger: totals.overdue > 0 },
        ];
    }

    /** Rows with the length of their bar, in percent of the longest. */
    bars(rows, value) {
        const most = Math.max(1, ...rows.map((row) => row[value]));
        return rows.map((row) => ({ ...row, width: Math.max(0, (100 * row[value]) / most) }));
    }

    get aging() {
        return this.bars(this.data.aging, "amount").map((row, index) => ({ ...row, tone: AGING_TONES[index] }));
    }

    get grades() {
        return this.bars(this.data.grades, "used");
    }

    get top() {
        return this.bars(this.data.top, "used");
    }

    /** Points of the DSO chart, oldest first. */
    get points() {
        const { months } = this.data;
        const most = Math.max(1, ...months.map((month) => month.dso));
        const step = (WIDTH - 2 * PADDING) / Math.max(1, months.length - 1);
        return months.map((month, index) => ({
            ...month,
            x: Math.round(PADDING + index * step),
            y: Math.round(HEIGHT - PADDING - (month.dso / most) * (HEIGHT - 2.5 * PADDING)),
            // counted from the end: the newest is named, and none stands on its neighbour
            named: (months.length - 1 - index) % Math.ceil(months.length / 6) === 0,
        }));
    }

    get line() {
        return this.points.map((point) => `${point.x},${point.y}`).join(" ");
    }

    get viewBox() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get lastDso() {
        return this.data.months.length ? this.data.months[this.data.months.length - 1].dso : 0;
    }

    days(dso) {
        return _t("%s days", formatFloat(dso, { digits: [16, 1] }));
    }

    // ------------------------------------------------------------------
    // What it does
    // ------------------------------------------------------------------
    async open(part, key = false) {
        this.action.doAction(await this.orm.call("credit.dashboard", "open_part", [part, key]));
    }
}

registry.category("actions").add("client_archive_credit_dashboard", CreditDashboard);
