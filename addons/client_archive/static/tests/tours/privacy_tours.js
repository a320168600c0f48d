import { registry } from "@web/core/registry";
import { confirm, download, pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

/** Choose in a selection field by what its line shows. */
const select = (field, shown) => [
    { content: `open ${field}`, trigger: `.o_field_widget[name=${field}] input`, run: "click" },
    { content: `choose ${shown}`, trigger: `.o_select_menu_item:contains(${shown})`, run: "click" },
    { content: `${shown} is chosen`, trigger: `.o_field_widget[name=${field}] input:value(${shown})` },
];
const places = { content: "where their data is", trigger: ".o_notebook .nav-link[name=places]", run: "click" };
const place = (content, ...texts) => ({
    content,
    trigger: `.o_field_widget[name=place_ids] .o_data_row${texts.map((text) => `:contains(${text})`).join("")}`,
});

tours.add("client_archive_privacy_request", {
    steps: () => [
        { content: "somebody asks", trigger: ".o_list_button_add", run: "click" },
        { content: "who", trigger: ".o_field_widget[name=person_name] input", run: "edit 钱学敏" },
        ...select("kind", "Erasure"),
        ...pick("partner_id", "钱学敏", "重庆长江轴承有限公司"),
        ...select("identity", "Identity Card Seen"),
        { content: "note it", trigger: ".o_form_button_save", run: "click" },
        { content: "it has its number", trigger: ".o_field_widget[name=name]:contains(GX/)" },
        press("action_start", "identified: find their data"),
        state("work"),
        places,
        place("what rests on consent goes", "To Erase"),
        place("what a rule keeps says which", "Kept", "article 69"),
        {
            content: "the copy can be downloaded",
            trigger: "button[name=action_export]:enabled",
            run: () => download(`/archive/privacy/${window.location.pathname.split("/").pop()}`, "application/zip"),
        },
        press("action_submit", "have it confirmed"),
        state("approving"),
        { content: "a second person decides", trigger: ".alert-info:contains(Waiting for)" },
    ],
});

tours.add("client_archive_privacy_confirm", {
    steps: () => [
        press("action_approve", "confirm the erasure"),
        confirm,
        state("answered"),
        places,
        place("erased", "Data Erased"),
        place("kept, with the reason", "Kept", "article 69"),
    ],
});
