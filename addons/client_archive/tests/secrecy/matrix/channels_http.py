"""Ways out through addresses: what a browser, or whoever has a link, can ask for."""

import gzip
import io
import json
import zipfile

from PIL import Image

from odoo import http
from odoo.tools.misc import limited_field_access_token

from .channels import Asked, Rows, channel
from .channels_rpc import hashless
from .expected import CONTENT, NOTHING, SECRETS, TITLE
from .secrets import colour

# Whose answers over HTTP may differ; the checks behind are those of the calls
BROWSERS = ("portal", "outsider", "employee", "sales", "archivist", "security", "auditor", "system",
            "archivist_inside", "archivist_top", "granted", "grant_over", "foreign_archivist")


def _files(case):
    for key in SECRETS:
        yield from ((key, version, case.watched["ir.attachment"][key][index])
                    for index, version in enumerate(case.watch.versions[key]))


@channel(people=BROWSERS, http=True)
def web_content(case, login):
    """Files by their address."""
    for _key, version, file in _files(case):
        yield case.fetch(login, f"/web/content/archive.version/{version.id}/content")
        yield case.fetch(login, f"/web/content/{file}?download=true")
        yield case.fetch(login, f"/web/content?model=ir.attachment&id={file}&field=datas")


@channel(people=BROWSERS, http=True)
def web_image(case, login):
    """Pictures by their address, as they are, and scaled: small ones are not entered in the journal."""
    for key, version, file in _files(case):
        if not version.name.endswith(".png"):
            continue
        for url in (f"/web/image/archive.version/{version.id}/content/64x64", f"/web/image/{file}/64x64",
                    f"/web/image/archive.version/{version.id}/content"):
            if _shows(key, case.fetch(login, url)):
                yield Asked(key, CONTENT, url)


def _shows(key, content):
    try:
        with Image.open(io.BytesIO(content)) as image:
            shown = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    except OSError:
        return False
    return all(abs(one - other) < 4 for one, other in zip(shown, colour(key), strict=True))


@channel(people=("portal", "outsider", "employee", "archivist_top", "system", "granted", "granted_uncleared",
                 "grant_over", "foreign_archivist", None), http=True, proof=("granted", CONTENT))
def reading(case, login):
    """Pages on screen, by the addresses of everybody's accesses: own ones, others', those that are over."""
    for grant in case.grants:
        [key] = (key for key, paper in case.watch.papers.items() if paper == grant.document_id)
        yield case.fetch(login, f"/archive/read/{grant.id}")
        for version in case.watch.versions[key]:
            picture = case.fetch(login, f"/archive/read/{grant.id}/{version.id}/1")
            yield picture
            if _shows_in_it(key, picture):
                yield Asked(key, CONTENT, grant)


def _shows_in_it(key, content):
    """Whether it is a picture, most of it in the colour of the secret: the reader's name lies over it."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            _count, shown = max(image.convert("RGB").getcolors(1 << 24))
    except OSError:
        return False
    return all(abs(one - other) < 4 for one, other in zip(shown, colour(key), strict=True))


@channel(people=("portal", "outsider", "employee", "archivist", "system", None), http=True, proof=None)
def tokens(case, login):
    """Links with a token: nobody makes one, and one that is there from elsewhere opens nothing."""
    for key, version, file in _files(case):
        attachment = case.env["ir.attachment"].browse(file)
        if login:
            token = case.call(login, attachment, "generate_access_token", undo=True)
            if isinstance(token, list):
                yield Asked(key, CONTENT, "a token was made")
        case.env.cr.execute("UPDATE ir_attachment SET access_token = 'forged' WHERE id = %s", [file])
        case.env.invalidate_all()
        yield case.fetch(login, f"/web/content/{file}?access_token=forged")
        yield case.fetch(login, f"/web/image/{file}?access_token=forged")
        yield case.fetch(login, f"/mail/attachment/pdf_first_page/{file}?access_token=forged")
        # What Odoo signs for whoever reads a file: it goes on when their access has ended
        for record, field in ((attachment, "raw"), (version, "content")):
            signed = limited_field_access_token(record, field, scope="binary")
            yield case.fetch(login, f"/web/content/{record._name}/{record.id}/{field}?access_token={signed}")
        case.env.cr.execute("UPDATE ir_attachment SET access_token = NULL WHERE id = %s", [file])


@channel(people=BROWSERS, http=True)
def downloads(case, login):
    """Exported lists, the dossier as a ZIP file, forms as workbooks."""
    for model, names in (("archive.document", ["name", "true_name", "version_ids/name", "code"]),
                         ("archive.version", ["name", "sha256", "document_id/name"]),
                         ("archive.guarded.title", ["name", "reference"])):
        data = {"model": model, "fields": [{"name": name, "label": name, "type": "char"} for name in names],
                "ids": False, "domain": case.domain_of(model), "groupby": [], "import_compat": False, "context": {}}
        yield unpacked(case.fetch(login, "/web/export/xlsx", {"data": json.dumps(data)}))
        yield case.fetch(login, "/web/export/csv", {"data": json.dumps(data)})
    yield unpacked(case.fetch(login, f"/archive/export/{case.secrets_dossier.id}", {"x": "1"}))
    papers = ",".join(str(paper.id) for paper in case.watch.papers.values())
    for form, ids in (("report_volume_contents", case.secrets_dossier.id), ("report_item_catalogue", papers),
                      ("report_volume_catalogue", case.secrets_dossier.id)):
        yield unpacked(case.fetch(login, f"/archive/xlsx/{form}/{ids}"))
    yield unpacked(case.fetch(login, "/mail/attachment/zip", {
        "file_ids": ",".join(str(file) for _key, _version, file in _files(case)), "zip_name": "all.zip"}))


@channel(people=("auditor", "security", "employee", "system"), http=True, proof=("auditor", TITLE))
def journal_file(case, login):
    """The journal as a file: it is for those who audit, and says nothing of content or secret titles."""
    case.env["archive.event.seal"]._seal_chunk()
    yield hashless(unpacked(case.fetch(login, "/archive/journal")))


@channel(gives=TITLE, people=BROWSERS, http=True, proof=("archivist_top", TITLE))
def threads(case, login):
    """The conversation as the web client loads it."""
    for key in SECRETS:
        paper = case.watch.papers[key]
        where = {"thread_model": "archive.document", "thread_id": paper.id}
        found = case.jsonrpc(login, "/mail/thread/messages", where)
        yield found
        yield case.jsonrpc(login, "/mail/thread/recipients", where)
        yield case.jsonrpc(login, "/mail/data", {"fetch_params": [["mail.thread", {
            **where, "request_list": ["activities", "attachments", "followers", "scheduledMessages",
                                      "suggestedRecipients"]}]]})
    yield case.jsonrpc(login, "/mail/data", {"fetch_params": ["systray_get_activities", "init_messaging"]})


@channel(gives=NOTHING, people=BROWSERS, http=True, proof=None)
def deletion(case, login):
    """The web client's deletion runs with all rights: nothing of the archive goes."""
    for key, version, file in _files(case):
        yield case.jsonrpc(login, "/mail/attachment/delete", {"attachment_id": file})
        case.env.invalidate_all()
        if not version.content:
            yield Asked(key, CONTENT, "the content was deleted")


@channel(people=BROWSERS, http=True)
def calls(case, login):
    """Calls by name over HTTP: through the web client's endpoint, as a check on those that run without it."""
    papers = [paper.id for paper in case.watch.papers.values()]
    versions = [version.id for some in case.watch.versions.values() for version in some]
    for model, ids, names in (("archive.document", papers, ["code", "name", "true_name"]),
                              ("archive.version", versions, ["name", "content"])):
        found = case.jsonrpc(login, f"/web/dataset/call_kw/{model}/search_read", {
            "model": model, "method": "search_read", "args": [[["id", "in", ids]], names], "kwargs": {}})
        yield Rows(model, found["result"]) if "result" in found else found


def unpacked(content):
    """Everything in a ZIP file or workbook, as text; anything else as it is."""
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            f"{name}\n{archive.read(name).decode('utf-8', errors='ignore')}" for name in archive.namelist())


def csrf(case):
    return http.Request.csrf_token(case)
