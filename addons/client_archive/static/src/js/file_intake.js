import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { checkFileSize } from "@web/core/utils/files";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useEffect, useRef, useState } from "@odoo/owl";

/**
 * Function that brings files into a dossier: each becomes a paper, and what is refused is said, file by file.
 */
export function useFileIntake() {
    const http = useService("http");
    const notification = useService("notification");
    const orm = useService("orm");

    async function upload(files) {
        const ids = [];
        for (const file of files) {
            // One by one: a request that is too large fails alone.
            if (!checkFileSize(file.size, notification)) {
                continue;
            }
            const answer = await http.post(
                "/web/binary/upload_attachment",
                { csrf_token: odoo.csrf_token, ufile: [file], model: "archive.upload", id: 0 },
                "text"
            );
            for (const attachment of JSON.parse(answer)) {
                if (attachment.error) {
                    notification.add(attachment.error, { title: file.name, type: "danger", sticky: true });
                } else {
                    ids.push(attachment.id);
                }
            }
        }
        return ids;
    }

    return async (dossierId, files) => {
        const ids = await upload(files);
        if (!ids.length) {
            return 0;
        }
        const { papers, refused } = await orm.call("archive.dossier", "action_take_in", [[dossierId], ids]);
        for (const { file, reason } of refused) {
            notification.add(reason, { title: _t("Refused: %s", file), type: "danger", sticky: true });
        }
        if (papers.length) {
            notification.add(_t("%s files came in as papers.", papers.length), { type: "success" });
        }
        return papers.length;
    };
}

/** Lets files be dropped on an element while `dossierId()` says into which dossier. */
function useDropZone(ref, dossierId, onFiles) {
    let depth = 0;
    const wanted = (ev) => dossierId() && ev.dataTransfer?.types.includes("Files");
    const mark = (el, on) => el.classList.toggle("o_archive_dropping", on);
    const listeners = (el) => ({
        dragenter: (ev) => {
            if (wanted(ev)) {
                ev.preventDefault();
                depth++;
                mark(el, true);
            }
        },
        dragover: (ev) => wanted(ev) && ev.preventDefault(),
        dragleave: (ev) => {
            if (wanted(ev)) {
                depth--;
                mark(el, depth > 0);
            }
        },
        drop: (ev) => {
            if (wanted(ev)) {
                ev.preventDefault();
                depth = 0;
                mark(el, false);
                onFiles([...ev.dataTransfer.files]);
            }
        },
    });
    useEffect(
        (el) => {
            if (!el) {
                return;
            }
            const handlers = Object.entries(listeners(el));
            handlers.forEach(([name, handler]) => el.addEventListener(name, handler));
            return () => handlers.forEach(([name, handler]) => el.removeEventListener(name, handler));
        },
        () => [ref.el]
    );
}

/** Papers of one dossier: files are dropped on their list or kanban. */
const FileIntakeController = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            const takeIn = useFileIntake();
            const dossierId = () => this.props.context.archive_drop_dossier_id;
            useDropZone(this.rootRef, dossierId, async (files) => {
                if (await takeIn(dossierId(), files)) {
                    await this.model.load();
                }
            });
        }
    };

registry.category("views").add("archive_paper_list", {
    ...listView,
    Controller: FileIntakeController(ListController),
});
registry.category("views").add("archive_paper_kanban", {
    ...kanbanView,
    Controller: FileIntakeController(KanbanController),
});

/** The place in the dossier's form where files are dropped or chosen. */
export class ArchiveDropZone extends Component {
    static template = "client_archive.DropZone";
    static props = { ...standardWidgetProps };

    setup() {
        this.takeIn = useFileIntake();
        this.root = useRef("root");
        this.input = useRef("input");
        this.state = useState({ busy: false });
        useDropZone(this.root, () => this.props.record.resId, (files) => this.onFiles(files));
    }

    async onChange() {
        const files = [...this.input.el.files];
        this.input.el.value = "";
        await this.onFiles(files);
    }

    async onFiles(files) {
        const { record } = this.props;
        if (this.state.busy || !files.length || !(await record.save())) {
            return;
        }
        this.state.busy = true;
        try {
            await this.takeIn(record.resId, files);
            await record.load();
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("archive_drop_zone", { component: ArchiveDropZone });
