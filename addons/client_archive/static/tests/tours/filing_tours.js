import { registry } from "@web/core/registry";
import { choose, pdfFile, pick, press, state } from "@client_archive/../tests/tours/tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("client_archive_open_dossier", {
    steps: () => [
        {
            content: "it is a company",
            trigger: ".o_field_widget[name=company_type] input[data-value=company]",
            run: "click",
        },
        {
            content: "the form is that of a company",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=parent_id]))",
        },
        {
            content: "name of the customer",
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit 广州南方机电有限公司",
        },
        ...pick("country_id", "China"),
        {
            content: "a wrong credit code",
            trigger: ".o_field_widget[name=vat] input",
            run: "edit 91110000600037341X",
        },
        { content: "the archive tab", trigger: ".o_notebook .nav-link[name=archive]", run: "click" },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        { content: "saved", trigger: ".o_form_saved" },
        press("action_open_dossier", "open a dossier"),
        {
            content: "the wrong code is refused with what is wrong",
            trigger: ".modal .modal-body:contains(GB 32100)",
        },
        { content: "close", trigger: ".modal .modal-footer button:first", run: "click" },
        {
            content: "the right credit code",
            trigger: ".o_field_widget[name=vat] input",
            run: "edit 91330106MA2CFLDG4R",
        },
        press("action_open_dossier", "open a dossier"),
        state("preliminary"),
        press("action_submit", "submit for verification"),
        state("to_verify"),
        { content: "it says who verifies", trigger: ".alert-info:contains(Test Head)" },
    ],
});

tours.add("client_archive_verify_dossier", {
    steps: () => [
        { content: "the head's activities", trigger: ".o_menu_systray .fa-clock-o", run: "click" },
        {
            content: "one dossier waits",
            trigger: ".o-mail-ActivityGroup[data-model_name='archive.dossier']",
            run: "click",
        },
        { content: "open it", trigger: ".o_data_row .o_data_cell:contains(广州南方机电)", run: "click" },
        { content: "done, in the activity", trigger: ".o-mail-Activity-markDone", run: "click" },
        { content: "words", trigger: ".o-mail-ActivityMarkAsDone textarea", run: "edit 已核实" },
        { content: "mark as done", trigger: ".o-mail-ActivityMarkAsDone button.btn-primary:last", run: "click" },
        state("open"),
        { content: "it has its number", trigger: ".o_field_widget[name=number]:contains(G)" },
    ],
});

tours.add("client_archive_submit_papers", {
    steps: () => [
        { content: "upload", trigger: "button.o_archive_upload", run: "click" },
        ...pick("type_id", "0201", "Business Licence"),
        {
            content: "choose the scan",
            trigger: ".modal .o_field_many2many_binary input[type=file]:not(:visible)",
            run: choose(pdfFile("营业执照.pdf", "business licence")),
        },
        { content: "it is there", trigger: ".modal .o_attachment:contains(营业执照)" },
        press("action_upload", "upload"),
        { content: "the paper", trigger: ".o_field_widget[name=name] input:value(营业执照), h1:contains(营业执照)" },
        state("draft"),
        press("action_submit", "hand over"),
        state("submitted"),
    ],
});

tours.add("client_archive_file_papers", {
    steps: () => [
        { content: "papers handed over", trigger: ".o_data_row:contains(营业执照) .o_list_record_selector input", run: "click" },
        press("action_file", "receive and file"),
        { content: "it has its code", trigger: ".o_data_row:contains(营业执照) .o_data_cell[name=code]:contains(-001)" },
        { content: "open it", trigger: ".o_data_row:contains(营业执照) .o_data_cell[name=name]", run: "click" },
        state("filed"),
    ],
});
