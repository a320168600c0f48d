import { registry } from "@web/core/registry";
import { pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

const sign = (next) => [
    press("action_sign", "sign"),
    { content: "confirm the signature", trigger: ".modal .modal-footer .btn-primary", run: "click" },
    state(next),
    { content: "it is no longer theirs to sign", trigger: ".o_form_view:not(:has(button[name=action_sign]))" },
];

tours.add("client_archive_list_and_sign", {
    steps: () => [
        press("action_view_handovers", "the handovers of the dossier"),
        { content: "a new list", trigger: ".o_list_button_add", run: "click" },
        ...pick("manager_b_id", "Test Other Sales"),
        press("action_fill", "list all papers"),
        { content: "the first paper is on it", trigger: ".o_data_row:contains(立项审批表)" },
        { content: "and the second", trigger: ".o_data_row:contains(保证合同)" },
        ...sign("to_check"),
    ],
});

tours.add("client_archive_check_and_sign", {
    steps: () => [
        { content: "nothing is signed unchecked", trigger: ".o_form_view:not(:has(button[name=action_sign]))" },
        press("action_check_all", "every item is as listed"),
        ...sign("to_receive"),
    ],
});

const tick = (title) => [
    {
        content: `${title} lies here as listed`,
        trigger: `.o_data_row:contains(${title}) button[name=action_check]`,
        run: "click",
    },
    {
        content: `${title} is checked`,
        trigger: `.o_data_row:contains(${title}):not(:has(button[name=action_check]))`,
    },
];

tours.add("client_archive_receive_and_sign", {
    steps: () => [
        ...tick("立项审批表"),
        ...tick("保证合同"),
        ...sign("done"),
        press("action_file_papers", "file the papers"),
        { content: "they are filed", trigger: ".o_form_view:not(:has(button[name=action_file_papers]))" },
    ],
});
