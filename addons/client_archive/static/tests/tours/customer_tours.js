import { registry } from "@web/core/registry";
import { press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_propose_key_data", {
    steps: () => [
        { content: "the customer file", trigger: ".o_notebook .nav-link[name=customer_file]", run: "click" },
        {
            content: "what is key data cannot be typed over",
            trigger: ".o_field_widget[name=vat].o_readonly_modifier",
        },
        { content: "what is missing is said", trigger: ".alert-warning:contains(Legal Representative)" },
        press("action_propose_key_change", "propose a change"),
        {
            content: "what is on file is there",
            trigger: ".modal .o_field_widget[name=name] input:value(重庆长江轴承有限公司)",
        },
        {
            content: "the new legal representative",
            trigger: ".modal .o_field_widget[name=legal_representative] input",
            run: "edit 陆振海",
        },
        { content: "where it is known from", trigger: ".modal .o_field_widget[name=source] input", run: "edit 公示系统" },
        {
            content: "proved by the public register",
            trigger: ".modal .o_field_widget[name=proof] input",
            run: "click",
        },
        { content: "the register", trigger: ".o_select_menu_item:contains(Public Register)", run: "click" },
        press("action_propose", "propose"),
        state("pending"),
        { content: "what is to change", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(陆振海)" },
        {
            content: "it is not the salesperson's to confirm",
            trigger: ".o_form_statusbar:not(:has(button[name=action_approve]))",
        },
    ],
});

tours.add("client_archive_confirm_key_data", {
    steps: () => [
        { content: "the archivist's activities", trigger: ".o_menu_systray .fa-clock-o", run: "click" },
        {
            content: "one proposal waits",
            trigger: ".o-mail-ActivityGroup[data-model_name='archive.customer.proposal']",
            run: "click",
        },
        { content: "open it", trigger: ".o_data_row .o_data_cell:contains(重庆长江轴承)", run: "click" },
        press("action_approve", "confirm"),
        state("confirmed"),
    ],
});

tours.add("client_archive_key_data_changed", {
    steps: () => [
        { content: "the customer file", trigger: ".o_notebook .nav-link[name=customer_file]", run: "click" },
        {
            content: "it says who represents the customer now",
            trigger: ".o_field_widget[name=customer_legal_representative]:contains(陆振海)",
        },
        { content: "where it came from", trigger: ".o_notebook .nav-link[name=customer_sources]", run: "click" },
        { content: "with both people", trigger: ".o_field_widget[name=customer_proposal_ids] .o_data_row:contains(Confirmed)" },
    ],
});
