import { registry } from "@web/core/registry";
import { press } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

/** Open the menu of the gear and print a form by its Chinese name. */
const print = (form) => [
    { content: "the gear", trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
    { content: "print", trigger: ".o-dropdown--menu button:has(.fa-print)", run: "hover" },
    { content: `print ${form}`, trigger: `.o-dropdown--menu .o_menu_item:contains(/^${form}$/)`, run: "click" },
    {
        content: "the printing has begun",
        trigger: "body",
        run: () => new Promise((resolve) => setTimeout(resolve, 1500)),
    },
    { content: "it is printed", trigger: "body:not(:has(.o_blockUI:not(.o_blockUI_invisible)))" },
];

/** Everything handed over is received, coded and filed in one go. */
tours.add("client_archive_morning_file", {
    steps: () => [
        { content: "the filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { content: "what is to be filed", trigger: ".o_filter_menu .o_menu_item:contains(待归档)", run: "click" },
        // Not the list as it was: that has papers which are filed already.
        { content: "thirty papers wait", trigger: ".o_pager_limit:contains(/^30$/)" },
        { content: "and are listed", trigger: ".o_data_row:nth-child(30)" },
        { content: "close the filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { content: "all of them", trigger: "thead .o_list_record_selector input", run: "click" },
        press("action_file", "receive and file"),
        {
            content: "nothing is left to file",
            trigger: ".o_view_nocontent, .o_list_view:not(:has(.o_data_row))",
            timeout: 60000,
        },
    ],
});

/** One customer's papers: into their box, the classified ones into the safe, and the list of contents is printed. */
tours.add("client_archive_morning_shelve", {
    steps: () => {
        let number;
        return [
            {
                content: "which dossier it is",
                trigger: ".o_field_widget[name=number] span:not(:empty)",
                run: ({ anchor }) => {
                    number = anchor.textContent.trim();
                },
            },
            press("action_shelve", "shelve"),
            {
                content: "scan the label of the box",
                trigger: ".modal .o_field_widget[name=barcode] input",
                run: ({ anchor }) => {
                    anchor.value = `BOX-${number}`;
                    anchor.dispatchEvent(new Event("input", { bubbles: true }));
                    anchor.dispatchEvent(new Event("change", { bubbles: true }));
                },
            },
            { content: "the box is found", trigger: ".modal .o_field_widget[name=place_id] input:value(/盒/)" },
            { content: "two belong in the safe", trigger: ".modal .o_field_widget[name=safe_count]:contains(2)" },
            {
                content: "scan the label of the safe",
                trigger: ".modal .o_field_widget[name=safe_barcode] input",
                run: "edit SAFE-1",
            },
            { content: "shelve them", trigger: ".modal button[name=action_shelve]", run: "click" },
            { content: "done", trigger: "body:not(:has(.modal))" },
            ...print("卷内文件目录"),
            ...print("案卷封面"),
        ];
    },
});
