import { registry } from "@web/core/registry";

/** What a scanner does: keys faster than any hand, then Enter; nothing has the focus. */
const type = (code) => {
    for (const key of [...code, "Enter"]) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
};

const scan = (content, trigger, code) => ({ content, trigger, run: () => type(code()) });

const answer = (act, content, words) => ({
    content,
    trigger: `.o_archive_scan_answer[data-act=${act}]:contains(${words})`,
});

/** The code of the first paper, as the screen shows it. */
const paper = () => document.querySelector(".o_archive_scan_papers .fw-bold").textContent;

let code;

registry.category("web_tour.tours").add("client_archive_scan_desk", {
    steps: () => [
        scan("a code that is none", ".o_archive_scan_answer:contains(Ready to scan)", () => "NO-SUCH-CODE"),
        answer("refused", "it says so, in red", "has the code"),
        { content: "red", trigger: ".o_archive_scan_answer.o_archive_scan_danger" },
        scan("the badge", ".o_archive_scan", () => "E0001"),
        { content: "who is at the desk", trigger: ".o_archive_scan_name:contains(Test Employee)" },
        scan("the paper", ".o_archive_scan_papers li[data-stage=ready]", () => (code = paper())),
        answer("out", "it is handed out", "Handed out"),
        { content: "the paper is with them", trigger: ".o_archive_scan_papers li[data-stage=out]" },
        { content: "their turn is over", trigger: ".o_archive_scan_next", run: "click" },
        { content: "nobody at the desk", trigger: ".o_archive_scan_reader:contains(Nobody at the desk)" },
        { content: "type the code", trigger: ".o_archive_scan_bar input", run: () => {
            const input = document.querySelector(".o_archive_scan_bar input");
            input.value = code;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        } },
        { content: "send it", trigger: ".o_archive_scan_bar button[type=submit]", run: "click" },
        answer("back", "it is taken back", "Taken back"),
        { content: "one corner is torn", trigger: ".o_archive_scan_differ", run: "click" },
        { content: "damaged", trigger: ".o_archive_scan_finding button[data-condition=damaged]", run: "click" },
        { content: "how", trigger: ".o_archive_scan_note", run: "edit Corner torn" },
        { content: "enter it", trigger: ".o_archive_scan_enter", run: "click" },
        answer("finding", "it is entered", "Damaged"),
    ],
});
