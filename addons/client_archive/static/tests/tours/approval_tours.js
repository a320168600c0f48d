import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_my_approvals", {
    steps: () => [
        { content: "three wait", trigger: ".o_list_table:has(.o_data_row:nth-child(3))" },
        { content: "all of them", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "approve", trigger: "button[name=action_approve_selected]", run: "click" },
        { content: "three are chosen", trigger: ".modal .o_field_widget[name=step_count]:contains(3)" },
        { content: "words", trigger: ".modal .o_field_widget[name=opinion] textarea", run: "edit 同意" },
        { content: "decide", trigger: ".modal button[name=action_decide]:visible", run: "click" },
        { content: "told", trigger: ".o_notification:contains(3)" },
        { content: "nothing waits any more", trigger: ".o_view_nocontent" },
    ],
});

tours.add("client_archive_decide_by_mail", {
    steps: () => [
        { content: "the page says what it is about", trigger: ".o_archive_decide" },
        { content: "words", trigger: "textarea[name=opinion]", run: "edit 同意开卷" },
        { content: "approve", trigger: "button[value=approved]", run: "click", expectUnloadPage: true },
        { content: "done", trigger: ".alert-success" },
    ],
});
