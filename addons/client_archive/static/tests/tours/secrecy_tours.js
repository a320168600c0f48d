import { registry } from "@web/core/registry";
import { pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_report_incident", {
    steps: () => [
        { content: "report something", trigger: ".o_list_button_add", run: "click" },
        { content: "it says who will see it", trigger: ".alert-danger:contains(nobody but them)" },
        {
            content: "what happened",
            trigger: ".o_field_widget[name=description] textarea",
            run: "edit 合同放在大厅",
        },
        {
            content: "the office's part is not theirs",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=action_deadline]))",
        },
        { content: "report", trigger: ".o_form_button_save", run: "click" },
        { content: "it has its number", trigger: ".o_field_widget[name=name]:contains(XM/)" },
        state("reported"),
    ],
});

tours.add("client_archive_handle_incident", {
    steps: () => [
        {
            content: "by when",
            trigger: ".o_field_widget[name=action_deadline] button, .o_field_widget[name=action_deadline] input",
            run: "click",
        },
        { content: "today", trigger: ".o_datetime_picker .o_today", run: "click" },
        { content: "what is done", trigger: ".o_notebook .nav-link[name=action]", run: "click" },
        { content: "say it", trigger: ".o_field_widget[name=action] textarea", run: "edit 立即核查" },
        press("action_handle", "take in hand"),
        state("handling"),
        { content: "people", trigger: ".o_notebook .nav-link[name=people]", run: "click" },
        {
            content: "somebody",
            trigger: ".o_field_widget[name=person_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "the lists are those of the regulation",
            trigger: ".modal .o_field_widget[name=ground]",
        },
        ...pick("user_id", "Test Sales", "Test Sales"),
        { content: "add", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { content: "saved", trigger: ".o_form_saved" },
    ],
});

tours.add("client_archive_classified_paper", {
    steps: () => [
        { content: "it says why it does not open", trigger: ".alert-warning:contains(a valid confidentiality agreement)" },
        press("action_ask_declassification", "ask for its declassification"),
        { content: "the paper is there", trigger: ".o_field_widget[name=document_id] input" },
        {
            content: "why",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit 招标已结束",
        },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        press("action_submit", "submit"),
        state("submitted"),
        { content: "the head decides first", trigger: ".alert-info:contains(Test Head)" },
    ],
});

tours.add("client_archive_void_paper", {
    steps: () => [
        { content: "it was stamped when it came in", trigger: ".o_archive_seal_mark_red:contains(Receipt)" },
        press("action_void", "void it"),
        { content: "why", trigger: ".modal .o_field_widget[name=note] input", run: "edit 已被取代" },
        { content: "void", trigger: ".modal button[name=action_stamp].btn-danger", run: "click" },
        { content: "the blue seal", trigger: ".o_archive_seal_mark_blue:contains(Void)" },
        { content: "its note is in the list of seals", trigger: ".o_notebook .nav-link[name=seals]", run: "click" },
        { content: "there", trigger: ".o_field_widget[name=seal_ids] .o_data_cell:contains(已被取代)" },
    ],
});
