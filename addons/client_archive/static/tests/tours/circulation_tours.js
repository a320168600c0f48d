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

/** Click a card of the work desk that counts something. */
const card = (key, content) => ({
    content,
    trigger: `.o_archive_card[data-card=${key}]:not(.o_archive_card_none)`,
    run: "click",
});

const back = { content: "back to the desk", trigger: ".breadcrumb-item a:contains(Work Desk)", run: "click" };

tours.add("client_archive_archivist_from_the_desk", {
    steps: () => [
        { content: "the app opens with the desk", trigger: ".o_archive_desk h2:contains(Reading, Lending and Copying)" },
        { content: "nothing is overdue", trigger: ".o_archive_card[data-card=overdue].o_archive_card_none" },
        card("to_prepare", "what is to be prepared"),
        { content: "one request", trigger: ".o_data_row .o_data_cell:contains(重庆长江轴承)", run: "click" },
        press("action_hand_out", "hand it out"),
        state("issued"),
        { content: "back to the list", trigger: ".breadcrumb-item a:contains(To Prepare)", run: "click" },
        { content: "the list is empty now", trigger: ".o_list_view:not(:has(.o_data_row))" },
        back,
        {
            content: "nothing to prepare any more",
            trigger: ".o_archive_card[data-card=to_prepare].o_archive_card_none",
        },
        card("to_return", "what readers have"),
        { content: "the same request", trigger: ".o_data_row .o_data_cell:contains(重庆长江轴承)" },
        back,
        card("to_file", "what is to be filed"),
        { content: "open the paper", trigger: ".o_data_row .o_data_cell:contains(送货单)", run: "click" },
        press("action_file", "file it"),
        state("filed"),
        { content: "it bears the seal", trigger: ".o_archive_seal_mark_red:contains(Receipt)" },
        { content: "its seals", trigger: ".nav-link[name=seals]", run: "click" },
        { content: "and can be printed with them", trigger: "button[name=action_print_sealed]" },
        press("action_void", "it was replaced"),
        { content: "why", trigger: ".modal .o_field_widget[name=note] input", run: "edit 由新的送货单取代" },
        press("action_stamp", "void"),
        { content: "it shows on the paper", trigger: ".o_archive_seal_mark_void:contains(Void)" },
        { content: "the ribbon as well", trigger: ".ribbon:contains(Void)" },
    ],
});

tours.add("client_archive_setup_from_the_desk", {
    steps: () => [
        { content: "the checklist", trigger: ".o_archive_desk_setup h2:contains(Setting up the archive)" },
        { content: "kindly empty", trigger: ".o_archive_desk_empty:contains(Nothing waits for you)" },
        { content: "the places", trigger: ".o_archive_desk_setup button[data-step=places]", run: "click" },
        { content: "where they are drawn up", trigger: ".o_control_panel:contains(Places)" },
        back,
        { content: "put it away", trigger: ".o_archive_desk_setup button:contains(Put Away)", run: "click" },
        { content: "and bring it back", trigger: ".o_archive_desk button:contains(Show the set-up checklist)", run: "click" },
        { content: "it is there again", trigger: ".o_archive_desk_setup" },
    ],
});
