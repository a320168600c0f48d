import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const TONES = { valid: "success", zero: "warning", expired: "danger", stop: "danger", none: "secondary" };

/** The credit of a payer at a glance: how far the limit is used, by what, and what the order on the screen would take. */
export class CreditPanel extends Component {
    static template = "client_archive_credit.Panel";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get panel() {
        return this.props.record.data[this.props.name];
    }

    get tone() {
        return TONES[this.panel.status];
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.panel.currency });
    }

    /** What the limit is, and what the payer has paid ahead, which makes as much more room. */
    get ceiling() {
        const { components, has_limit, limit } = this.panel;
        return (has_limit ? limit : 0) + sum(components.filter((part) => part.lowers));
    }

    /** Parts of the bar in percent of its width; the last one is the order. */
    get bars() {
        const { components, asked, overdue } = this.panel;
        const parts = components
            .filter((part) => !part.lowers && part.amount > 0)
            .flatMap((part) => {
                if (part.key !== "receivable" || overdue <= 0) {
                    return [part];
                }
                const rest = part.amount - overdue;
                return [{ ...part, key: "overdue", amount: Math.min(overdue, part.amount) }, { ...part, amount: rest }];
            });
        if (asked > 0) {
            parts.push({ key: "asked", amount: asked });
        }
        const whole = Math.max(this.ceiling, sum(parts)) || 1;
        return parts
            .filter((part) => part.amount > 0)
            .map((part) => ({ ...part, width: `width: ${((100 * part.amount) / whole).toFixed(2)}%` }));
    }

    /** Where the limit stands on the bar; nowhere when it is the end of the bar. */
    get mark() {
        const whole = sum(this.panel.components.filter((part) => !part.lowers)) + Math.max(0, this.panel.asked);
        return this.panel.has_limit && whole > this.ceiling ? `left: ${((100 * this.ceiling) / whole).toFixed(2)}%` : "";
    }

    /** Whether the banner of the order says the reasons already. */
    get told() {
        return ["pending", "refused"].includes(this.props.record.data.credit_hold_state);
    }

    get percent() {
        const { has_limit, limit, used, asked } = this.panel;
        return has_limit && limit ? Math.round((100 * (used + asked)) / limit) : null;
    }

    async open(component) {
        const { resModel, resId } = this.props.record;
        if (resId) {
            await this.action.doAction(await this.orm.call(resModel, "action_view_credit", [[resId], component]));
        }
    }
}

function sum(parts) {
    return parts.reduce((total, part) => total + part.amount, 0);
}

registry.category("fields").add("credit_panel", { component: CreditPanel, supportedTypes: ["json"] });
