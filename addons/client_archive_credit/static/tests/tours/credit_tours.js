import { registry } from "@web/core/registry";
import { confirm, pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_credit_confirm_over_limit", {
    steps: () => [
        { content: "the panel shows the limit", trigger: ".o_credit_panel .o_credit_limit:contains(1,000)" },
        { content: "and what the order would exceed it by", trigger: ".o_credit_panel .o_credit_left.text-danger:contains(500)" },
        { content: "and why it would wait", trigger: ".o_credit_reasons:contains(exceed the limit)" },
        press("action_confirm", "confirm the order"),
        {
            content: "the order is on hold, with the reason",
            trigger: ".o_credit_hold_banner:contains(exceed the limit)",
        },
        { content: "it is still a quotation", trigger: ".o_arrow_button_current[data-value=draft]" },
    ],
});

tours.add("client_archive_credit_release", {
    steps: () => [
        { content: "why it waits", trigger: ".o_field_widget[name=reason_ids]:contains(exceed the limit)" },
        press("action_approve", "release"),
        { content: "it is no longer mine to decide", trigger: ".o_form_view:not(:has(button[name=action_approve]))" },
    ],
});

tours.add("client_archive_credit_released", {
    steps: () => [state("released")],
});

tours.add("client_archive_credit_confirmed", {
    steps: () => [
        { content: "the order is confirmed", trigger: ".o_arrow_button_current[data-value=sale]" },
        { content: "nothing holds it", trigger: ".o_form_view:not(:has(.o_credit_hold_banner))" },
    ],
});

tours.add("client_archive_credit_dashboard", {
    steps: () => [
        { content: "the aging is drawn", trigger: ".o_credit_dashboard_bar[data-aging=overdue_more]" },
        { content: "my warnings", trigger: ".o_archive_card_danger[data-card=warnings_mine]", run: "click" },
        { content: "the list behind the card", trigger: ".o_list_view .o_data_row td[name=partner_id]", run: "click" },
        press("action_plan", "plan it"),
        { content: "the words", trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Call the customer" },
        {
            content: "set down the plan",
            trigger: ".modal-footer button[name=action_close]:not(.d-none):contains(Plan)",
            run: "click",
        },
        state("planned"),
        press("action_handle", "take the measure"),
        {
            content: "what was planned is taken",
            trigger: ".modal-footer button[name=action_close]:not(.d-none):contains(Handle)",
            run: "click",
        },
        state("handled"),
        { content: "the matter it opened", trigger: ".o_field_widget[name=collection_id]:contains(CS/)" },
    ],
});

/** Judge a criterion on the evaluation: its band and where that is known from. */
const judge = (criterion, band) => [
    {
        content: `judge ${criterion}`,
        trigger: `.o_field_widget[name=line_ids] .o_data_row:contains(${criterion}) td[name=band_id]`,
        run: "click",
    },
    {
        content: `its row is open`,
        trigger: `.o_field_widget[name=line_ids] .o_selected_row:contains(${criterion})`,
    },
    ...pick("band_id", band),
    {
        content: "where it is known from",
        trigger: ".o_selected_row .o_field_widget[name=source] input",
        run: "edit Annual report",
    },
];

tours.add("client_archive_credit_evaluate", {
    steps: () => [
        { content: "a new evaluation", trigger: ".o_list_button_add", run: "click" },
        ...pick("partner_id", "重庆长江轴承"),
        { content: "save: the scorecard gives its criteria", trigger: ".o_form_button_save", run: "click" },
        { content: "something is to be judged", trigger: ".alert-warning:contains(have no value or no source)" },
        ...judge("Finances", "Good: profitable, liquid"),
        ...judge("Industry standing", "Leading"),
        ...judge("Stability: management", "Stable"),
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { content: "nothing is missing", trigger: ".o_form_saved:not(:has(.alert-warning))" },
        { content: "why these points", trigger: ".o_notebook .nav-link[name=why]", run: "click" },
        { content: "what was judged", trigger: ".o_field_widget[name=why]:contains(profitable, liquid)" },
        { content: "and what it counts", trigger: ".o_field_widget[name=why]:contains(80 of 100 points)" },
        press("action_confirm", "confirm"),
        confirm,
        state("confirmed"),
        press("action_apply_for_limit", "apply for the proposed limit"),
        { content: "a new application, with the reason", trigger: ".o_form_view h1:contains(New Application)" },
        press("action_submit", "submit"),
        state("submitted"),
    ],
});

tours.add("client_archive_credit_grant", {
    steps: () => [
        press("action_approve", "approve"),
        { content: "it is no longer mine to decide", trigger: ".o_form_view:not(:has(button[name=action_approve]))" },
    ],
});
