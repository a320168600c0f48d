import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Our forms need no wkhtmltopdf: download them without asking whether it is installed.
 */
async function downloadForm(action, options, env) {
    if (!action.archive_form) {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf", user.context), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("client_archive_forms", downloadForm);

/**
 * Downloads by POST: what is downloaded is entered in the journal, and an address has no room for thousands of ids.
 */
async function downloadFrom(env, url, data) {
    env.services.ui.block();
    try {
        await download({ url, data });
    } finally {
        env.services.ui.unblock();
    }
}

registry.category("actions").add("client_archive_xlsx", async (env, { params }) => {
    await downloadFrom(env, `/archive/xlsx/${params.form}`, { docids: params.docids.join(",") });
});

registry.category("actions").add("client_archive_export", async (env, { params }) => {
    await downloadFrom(env, `/archive/export/${params.dossier_id}`, {});
});

registry.category("actions").add("client_archive_sealed", async (env, { params }) => {
    await downloadFrom(env, "/archive/sealed", { docids: params.docids.join(",") });
});

registry.category("actions").add("client_archive_copies", async (env, { params }) => {
    await downloadFrom(env, `/archive/copies/${params.request_id}`, {});
    return { type: "ir.actions.client", tag: "soft_reload" };
});
