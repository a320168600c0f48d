import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { onWillStart } from "@odoo/owl";

/** The archive's start, with one of the principles from the wall beside its pager, another one each day (R111). */
export class ArchiveStartListController extends ListController {
    static template = "client_archive.StartListView";

    setup() {
        super.setup();
        const orm = useService("orm");
        this.principle = "";
        onWillStart(async () => {
            this.principle = await orm.call("archive.notice", "principle_of_today", []);
        });
    }
}

registry.category("views").add("archive_start_list", { ...listView, Controller: ArchiveStartListController });
