/** Shared steps of the archive's tours. */

/** A small but complete PDF, so that the server's checks are the real ones. */
export function pdfFile(name, text) {
    const stream = `BT /F1 24 Tf 100 700 Td (${text}) Tj ET`;
    const objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ];
    let body = "%PDF-1.4\n";
    const offsets = objects.map((object, index) => {
        const offset = body.length;
        body += `${index + 1} 0 obj\n${object}\nendobj\n`;
        return offset;
    });
    const xref = body.length;
    const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
    body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
    body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
    return new File([body], name, { type: "application/pdf" });
}

/** Put files into the file input that the step found. */
export function choose(...files) {
    return ({ anchor }) => {
        const transfer = new DataTransfer();
        files.forEach((file) => transfer.items.add(file));
        anchor.files = transfer.files;
        anchor.dispatchEvent(new Event("change", { bubbles: true }));
    };
}

/** Click a button of the form's header or of a dialog by its method. */
export const press = (method, content) => ({
    content,
    trigger: `button[name=${method}]:enabled`,
    run: "click",
});

/** Answer yes to what a button asks before it acts. */
export const confirm = { content: "confirm", trigger: ".modal .modal-footer .btn-primary", run: "click" };

/** Wait until the status bar shows a state. */
export const state = (value) => ({
    content: `the state is ${value}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${value}]`,
});

/** Choose a record in a many2one by typing what finds it; `shown` is what its line shows. */
export const pick = (field, text, shown = text) => [
    {
        content: `type into ${field}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `choose ${shown}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a:contains(${shown})`,
        run: "click",
    },
    {
        content: `${shown} is chosen`,
        trigger: `.o_field_widget[name=${field}]:not(:has(.o-autocomplete--dropdown-menu)) input`,
    },
];

/** Fetch what a button downloads: a tour does not see what the browser saves. */
export async function download(url, type) {
    const response = await fetch(url);
    if (!response.ok || response.headers.get("content-type") !== type) {
        throw new Error(`${url}: ${response.status} ${response.headers.get("content-type")}`);
    }
    return response.blob();
}
