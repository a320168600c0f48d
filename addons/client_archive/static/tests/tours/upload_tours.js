import { registry } from "@web/core/registry";
import { pdfFile } from "@client_archive/../tests/tours/tour_helpers";

/** Drop files on the element that the step found, as a person does from their desktop. */
const drop = (...files) => ({ anchor }) => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    for (const type of ["dragenter", "dragover", "drop"]) {
        anchor.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
};

registry.category("web_tour.tours").add("client_archive_drop_papers", {
    steps: () => [
        {
            content: "drop two scans and a program that calls itself a scan",
            trigger: ".o_archive_drop_zone",
            run: drop(
                pdfFile("Business Licence 2024-03-05.pdf", "licence"),
                new File(["MZ and so on"], "invoice.pdf", { type: "application/pdf" }),
                pdfFile("scan0001.pdf", "scan")
            ),
        },
        {
            content: "the program is refused by its name, with the reason",
            trigger: ".o_notification:contains(invoice.pdf):contains(is a program)",
        },
        {
            content: "the others came in",
            trigger: ".o_field_widget[name=document_ids] .o_data_row:contains(scan0001)",
        },
        {
            content: "open one",
            trigger: ".o_field_widget[name=document_ids] .o_data_row:contains(Business Licence 2024-03-05) .o_data_cell[name=name]",
            run: "click",
        },
        { content: "its type came from its name", trigger: ".o_field_widget[name=type_id]:contains(Business Licence), .o_field_widget[name=type_id] input:value(Business Licence)" },
        { content: "and its content is shown", trigger: ".o_archive_preview iframe" },
    ],
});
