import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The seals that a paper bears, each in its colour and in words (R25–R27). */
export class ArchiveSealMarks extends Component {
    static template = "client_archive.SealMarks";
    static props = { ...standardFieldProps };

    get marks() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("archive_seal_marks", { component: ArchiveSealMarks, supportedTypes: ["json"] });
