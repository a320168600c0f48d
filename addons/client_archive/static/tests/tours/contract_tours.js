import { registry } from "@web/core/registry";
import { confirm, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_confirm_order", {
    steps: () => [
        press("action_confirm", "confirm the order"),
        state("sale"),
        {
            content: "its contract is in the ledger",
            trigger: "button[name=action_view_archive_contract]",
            run: "click",
        },
        state("in_force"),
        {
            content: "its fulfilment",
            trigger: ".o_notebook .nav-link[name=fulfilment]",
            run: "click",
        },
        {
            content: "what is ordered comes from the order",
            trigger: ".o_field_widget[name=ordered_amount]:contains(1,000.00)",
        },
        press("action_add_act", "enter a dispute"),
        {
            content: "a dispute",
            trigger: ".modal .o_field_widget[name=kind] input[data-value=dispute]",
            run: "click",
        },
        { content: "what about", trigger: ".modal .o_field_widget[name=name] input, .modal .o_field_widget[name=name] textarea", run: "edit 质量异议" },
        { content: "how much", trigger: ".modal .o_field_widget[name=amount] input", run: "edit 300" },
        { content: "enter it", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "it is entered", trigger: "body:not(:has(.modal)) .o_form_view:contains(In Dispute)" },
    ],
});

tours.add("client_archive_report_statistics", {
    steps: () => [
        press("action_compute", "compute the figures"),
        { content: "the department's figures", trigger: ".o_data_row:contains(Sales One):contains(1,000.00)" },
        press("action_report", "report them"),
        confirm,
        state("reported"),
        {
            content: "they are no longer computed",
            trigger: ".o_form_view:not(:has(button[name=action_compute]))",
        },
    ],
});
