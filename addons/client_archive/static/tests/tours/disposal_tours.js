import { registry } from "@web/core/registry";
import { confirm, pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_put_forward", {
    steps: () => [
        { content: "a new register", trigger: ".o_list_button_add", run: "click" },
        ...pick("supervisor_1_id", "Test Employee"),
        ...pick("supervisor_2_id", "Test Security"),
        { content: "the appraisal report", trigger: ".o_notebook .nav-link[name=opinion]", run: "click" },
        {
            content: "what the appraisal found",
            trigger: ".o_field_widget[name=opinion] textarea",
            run: "edit 保管期限已满，无继续保存价值",
        },
        { content: "the register", trigger: ".o_notebook .nav-link[name=lines]", run: "click" },
        press("action_fill", "put forward what has expired"),
        { content: "the paper is on it", trigger: ".o_data_row:contains(采购合同)" },
        press("action_destroy_rest", "all of it is to be destroyed"),
        confirm,
        press("action_submit", "submit for approval"),
        state("submitted"),
    ],
});

tours.add("client_archive_approve_destruction", {
    steps: () => [press("action_approve", "the general manager approves"), confirm, state("approved")],
});

const sign = (pages) => [
    press("action_sign", "count and sign"),
    { content: "papers", trigger: ".modal .o_field_widget[name=papers] input", run: "edit 1" },
    { content: "pages", trigger: ".modal .o_field_widget[name=pages] input", run: `edit ${pages}` },
    { content: "sign", trigger: ".modal button[name=action_sign]", run: "click" },
];

const signed = [
    { content: "signed", trigger: "body:not(:has(.modal))" },
    { content: "it is no longer theirs to sign", trigger: ".o_form_view:not(:has(button[name=action_sign]))" },
];

tours.add("client_archive_count_wrong_then_right", {
    steps: () => [
        ...sign(2),
        { content: "the count differs from the register", trigger: ".modal:contains(register says)" },
        { content: "close", trigger: ".modal:contains(register says) .modal-footer button:first", run: "click" },
        {
            content: "count again",
            trigger: ".modal:not(:contains(register says)) .o_field_widget[name=pages] input",
            run: "edit 1",
        },
        { content: "sign", trigger: ".modal button[name=action_sign]", run: "click" },
        ...signed,
    ],
});

tours.add("client_archive_count_and_sign", {
    steps: () => [
        ...sign(1),
        ...signed,
    ],
});

tours.add("client_archive_destroy", {
    steps: () => [
        press("action_execute", "destroy"),
        confirm,
        state("executed"),
    ],
});
