import { registry } from "@web/core/registry";
import { confirm, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_ask_to_read", {
    steps: () => [
        { content: "its content is closed to the reader", trigger: "p:contains(not open to you)" },
        press("action_request", "ask for the paper"),
        {
            content: "the paper is on the request",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(年度框架合同)",
        },
        { content: "on screen", trigger: ".o_field_widget[name=kind] input[data-value=screen]", run: "click" },
        {
            content: "what for",
            trigger: ".o_field_widget[name=purpose] textarea",
            run: "edit 核对付款条款",
        },
        press("action_submit", "submit"),
        state("submitted"),
        { content: "the rule that chose who decides", trigger: ".o_field_widget[name=approval_rule]:contains(R20)" },
    ],
});

tours.add("client_archive_may_read", {
    steps: () => [
        state("approved"),
        { content: "it says how", trigger: ".alert-success:contains(page by page)" },
        { content: "the way to the reading page", trigger: "button[name=action_read]:enabled" },
        { content: "nothing to hand out", trigger: ".o_form_view:not(:has(button[name=action_hand_out]))" },
    ],
});

tours.add("client_archive_issue_copies", {
    steps: () => [
        state("approved"),
        press("action_issue_copies", "issue the copies"),
        confirm,
        { ...state("done"), timeout: 60000 },
        { content: "they are on record", trigger: ".nav-link[name=copies]", run: "click" },
        {
            content: "two of them",
            trigger: ".o_field_widget[name=copy_ids] .o_data_row:nth-child(2):contains(Test Employee)",
        },
        {
            content: "one was a misprint",
            trigger: ".o_field_widget[name=copy_ids] .o_data_row:first button[name=action_close]",
            run: "click",
        },
        {
            content: "destroyed",
            trigger: ".modal .o_field_widget[name=outcome] input[data-value=destroyed]",
            run: "click",
        },
        { content: "how", trigger: ".modal .o_field_widget[name=note] input", run: "edit 卡纸，已碎" },
        { content: "note it", trigger: ".modal button[name=action_close]", run: "click" },
        { content: "noted", trigger: "body:not(:has(.modal))" },
        { content: "it can be issued again", trigger: "button[name=action_issue_copies]:contains(Issue Again)" },
    ],
});
