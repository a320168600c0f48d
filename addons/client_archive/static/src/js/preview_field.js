import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillUpdateProps, useState } from "@odoo/owl";

/** Shows the content of a paper: PDF, images, sound and film as they are, Office files and texts as text. */
export class ArchivePreview extends Component {
    static template = "client_archive.Preview";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: null, cut: false });
        onWillUpdateProps((next) => {
            if (next.record.data[next.name]?.id !== this.preview?.id) {
                Object.assign(this.state, { text: null, cut: false });
            }
        });
    }

    get preview() {
        return this.props.record.data[this.props.name];
    }

    get source() {
        const { id, name, mimetype } = this.preview;
        return url(`/web/content/archive.version/${id}/content`, { filename: name, mimetype });
    }

    get download() {
        const { id, name } = this.preview;
        return url(`/web/content/archive.version/${id}/content`, { filename: name, download: true });
    }

    get pdfViewer() {
        return `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(this.source)}#pagemode=none`;
    }

    async readText() {
        Object.assign(this.state, await this.orm.call("archive.version", "action_read_text", [[this.preview.id]]));
    }
}

registry.category("fields").add("archive_preview", { component: ArchivePreview, supportedTypes: ["json"] });
