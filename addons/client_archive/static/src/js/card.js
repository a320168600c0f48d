import { Component } from "@odoo/owl";

/** A card of a work desk: how much of something waits, and the list behind it. */
export class ArchiveCard extends Component {
    static template = "client_archive.Card";
    static props = {
        card: Object, // key, title, icon, tone, count, hint
        shown: String, // the count as people read it
        onOpen: Function,
    };

    get label() {
        const { card, shown } = this.props;
        return [card.title, shown, card.hint].filter(Boolean).join(", ");
    }
}
