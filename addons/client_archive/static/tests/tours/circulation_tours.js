import { registry } from "@web/core/registry";
import { press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_ask_to_borrow", {
    steps: () => [
        { content: "its content is closed to the reader", trigger: "p:contains(not open to you)" },
        press("action_request", "ask for the paper"),
        {
            content: "the paper is on the request",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(采购合同)",
        },
        { content: "borrow it", trigger: ".o_field_widget[name=kind] input[data-value=loan]", run: "click" },
        {
            content: "what for",
            trigger: ".o_field_widget[name=purpose] textarea",
            run: "edit 核对交货条款",
        },
        press("action_submit", "submit"),
        state("submitted"),
        { content: "it says who decides", trigger: ".alert-info:contains(Test Head)" },
        { content: "and by which rule", trigger: ".o_field_widget[name=approval_rule]:contains(R21)" },
    ],
});

tours.add("client_archive_approve_loan", {
    steps: () => [
        { content: "the head's activities", trigger: ".o_menu_systray .fa-clock-o", run: "click" },
        {
            content: "one request waits",
            trigger: ".o-mail-ActivityGroup[data-model_name='archive.request']",
            run: "click",
        },
        { content: "open it", trigger: ".o_data_row .o_data_cell:contains(重庆长江轴承)", run: "click" },
        { content: "done, in the activity", trigger: ".o-mail-Activity-markDone", run: "click" },
        { content: "words", trigger: ".o-mail-ActivityMarkAsDone textarea", run: "edit 同意" },
        { content: "mark as done", trigger: ".o-mail-ActivityMarkAsDone button.btn-primary:last", run: "click" },
        state("approved"),
    ],
});

tours.add("client_archive_lend_and_take_back", {
    steps: () => [
        { content: "open the request", trigger: ".o_data_row .o_data_cell:contains(重庆长江轴承)", run: "click" },
        press("action_hand_out", "hand it out"),
        state("issued"),
        { content: "when it is due back", trigger: ".o_field_widget[name=due_on]" },
        press("action_take_back", "take it back"),
        { content: "the paper to verify", trigger: ".modal .o_data_row:contains(采购合同)" },
        { content: "complete and intact", trigger: ".modal button[name=action_take_back]", run: "click" },
        { content: "taken back", trigger: "body:not(:has(.modal))" },
        state("returned"),
    ],
});
