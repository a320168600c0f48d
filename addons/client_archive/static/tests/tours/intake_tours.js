import { registry } from "@web/core/registry";
import { choose, confirm, download, press, state } from "@client_archive/../tests/tours/tour_helpers";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Upload a workbook that the test prepared under an external id. */
const upload = (name) => ({
    content: `upload ${name}`,
    trigger: ".o_field_widget[name=workbook] input[type=file]:not(:visible)",
    async run(helpers) {
        const blob = await download(`/web/content/client_archive.${name}`, XLSX);
        choose(new File([blob], `${name}.xlsx`, { type: XLSX }))(helpers);
    },
});

registry.category("web_tour.tours").add("client_archive_import", {
    steps: () => [
        {
            content: "what is imported",
            trigger: ".o_field_widget[name=note] input",
            run: "edit 二号库房存量档案",
        },
        {
            content: "the template is there to download",
            trigger: "button[name=action_download_template]:enabled",
            run: () => download("/archive/import/template", XLSX),
        },
        upload("tour_faulty"),
        { content: "it is chosen", trigger: ".o_field_widget[name=workbook]:has(input:value(tour_faulty))" },
        press("action_check", "check"),
        state("checked"),
        { content: "one dossier is ready", trigger: ".o_field_widget[name=ready_count]:contains(1)" },
        press("action_view_faults", "show the faults"),
        {
            content: "row, column, what is there, and what to do",
            trigger: ".o_data_row:contains(Dossiers):contains(3):contains(Unified Social Credit Code):contains(123):contains(GB 32100)",
        },
        { content: "back", trigger: ".o_back_button, .breadcrumb-item:last a", run: "click" },
        press("action_back", "change the files"),
        state("draft"),
        upload("tour_right"),
        { content: "it is chosen", trigger: ".o_field_widget[name=workbook]:has(input:value(tour_right))" },
        press("action_check", "check again"),
        state("checked"),
        { content: "no faults", trigger: ".o_field_widget[name=fault_count]:contains(0)" },
        press("action_import", "import"),
        confirm,
        state("done"),
        { content: "two dossiers came in", trigger: ".o_field_widget[name=imported_count]:contains(2)" },
        press("action_view_documents", "their papers"),
        { content: "filed", trigger: ".o_data_row:contains(OLD-0001-001):contains(谈判记录)" },
    ],
});
