"""Ways out through remote procedure calls: what any client of Odoo can call by name."""

import json
import re

from ...security.test_public_methods import METHODS
from .channels import Asked, Count, Found, Rows, channel
from .expected import CONTENT, EXISTENCE, EXPECTED, SECRETS, TITLE
from .secrets import Words

# Those whose rights differ from one another's: who walks the long ways
FEW = ("outsider", "employee", "sales", "head", "archivist", "auditor", "system", "archivist_outside",
       "archivist_inside", "archivist_top", "granted_uncleared", "sales_expired", "foreign_archivist")
# Who walks the ways that are longest
FEWER = ("employee", "sales", "archivist", "system", "archivist_inside", "archivist_top", "foreign_archivist")
# What the archive hangs in, besides its own models
AROUND = (
    "account.move", "calendar.event", "hr.employee.public", "ir.attachment", "mail.activity", "mail.followers",
    "mail.message", "mail.notification", "mail.tracking.value", "res.partner", "res.users", "sale.order")
JOURNAL = ("archive.event", "archive.event.pending", "archive.event.seal", "archive.access.alert",
           "archive.journal.check", "archive.journal.head")
# Fields that a search may ask for, and what whoever finds a value of theirs has found out
ASKED = {
    "archive.document": {"id": EXISTENCE, "code": EXISTENCE, "name": TITLE, "reference": TITLE, "author": TITLE,
                         "remarks": TITLE, "full_text": TITLE},
    "archive.guarded.title": {"name": TITLE, "reference": TITLE, "author": TITLE, "remarks": TITLE},
    "archive.version": {"name": CONTENT, "sha256": CONTENT},
    "ir.attachment": {"index_content": CONTENT, "checksum": CONTENT, "store_fname": CONTENT},
}


# ----------------------------------------------------------------------
# The straight ways
# ----------------------------------------------------------------------
@channel(exact=True)
def straight(case, login):
    """Reading the paper, its true title, its content, one by one: what the person came for."""
    for key in SECRETS:
        paper, versions = case.watch.papers[key], case.watch.versions[key]
        rows = case.call(login, paper, "read", ["code", "name", "true_name", "true_reference"])
        yield from _rows("archive.document", rows)
        yield from _rows("archive.version", case.call(login, versions, "read", ["name", "sha256", "content"]))


@channel(people=FEW)
def read_everything(case, login):
    """All that there is of the papers, their content, their secret titles and their files, one by one."""
    for model, ids_by_secret in case.watched.items():
        names = case.readable(login, model, files=True)
        for ids in ids_by_secret.values():
            for method, args in (("read", [names]), ("web_read", [{name: {} for name in names}])):
                yield from _rows(model, case.call(login, case.env[model].browse(ids), method, *args))


# ----------------------------------------------------------------------
# Lists
# ----------------------------------------------------------------------
@channel(people=FEW)
def lists(case, login):
    """Lists in every order, of everything that is watched."""
    for model in case.watched:
        Model = case.env[model]
        names = case.readable(login, model)
        domain = case.domain_of(model)
        yield from _rows(model, case.call(login, Model, "search_read", domain, names))
        yield from _rows(model, case.call(login, Model, "web_search_read", domain, {name: {} for name in names}))
        for name in names:
            if Model._fields[name].store and Model._fields[name].type not in ("one2many", "many2many", "binary"):
                ids = case.call(login, Model, "search", domain, order=f"{name} desc")
                yield Found(model, ids) if isinstance(ids, list) else ids


@channel(people=FEW)
def names(case, login):
    """Name search, by words of titles, files and texts."""
    for model in (*case.watched, "archive.dossier", "archive.request.line", "archive.grant", "res.partner"):
        for key in SECRETS:
            words = Words.of(key)
            for word, rank in ((words.title, TITLE), (words.reference, TITLE), (words.file, CONTENT)):
                found = case.call(login, case.env[model], "name_search", word)
                if isinstance(found, list) and found:
                    yield Asked(key, rank, (model, word))
                yield found


@channel(people=FEW)
def groups(case, login):
    """Groups, counts and sums."""
    rank = {"archive.document": EXISTENCE, "archive.guarded.title": TITLE,
            "archive.version": CONTENT, "ir.attachment": CONTENT}
    for model, ids_by_secret in case.watched.items():
        Model, domain = case.env[model], case.domain_of(model)
        allowed = sum(len(ids) for key, ids in ids_by_secret.items() if EXPECTED[login][key] >= rank[model])
        number = case.call(login, Model, "search_count", domain)
        if isinstance(number, int):
            yield Count(f"search_count of {model}", number, allowed)
        for name in case.readable(login, model):
            field = Model._fields[name]
            if not field.store or field.type in ("binary", "one2many", "json", "properties", "html"):
                continue
            by = f"{name}:month" if field.type in ("date", "datetime") else name
            found = case.call(login, Model, "formatted_read_group", domain, [by], ["__count", "id:max", "id:array_agg"])
            if isinstance(found, list):
                if field.type != "many2many":
                    counted = sum(group["__count"] for group in found)
                    yield Count(f"{model} by {name}", counted, allowed)
                for group in found:
                    yield Found(model, group["id:array_agg"])
            yield found
    yield from _panels(case, login)


def _panels(case, login):
    """Search panels and the bars over columns."""
    Document, domain = case.env["archive.document"], case.domain_of("archive.document")
    for name in ("dossier_id", "type_id", "compartment_id", "secrecy_level"):
        many = "range" if name in ("dossier_id", "compartment_id", "secrecy_level") else "multi_range"
        found = case.call(login, Document, f"search_panel_select_{many}", name, search_domain=domain,
                          enable_counters=True)
        yield found
    yield case.call(login, Document, "read_progress_bar", domain=domain, group_by="secrecy_level", progress_bar={
        "field": "state", "colors": {"filed": "success"}})
    yield case.call(login, Document, "web_read_group", domain, ["secrecy_level"], ["page_count:sum"])


# ----------------------------------------------------------------------
# Questions: a word that one may not read is not found either
# ----------------------------------------------------------------------
@channel(people=FEWER, proof=None)
def domains(case, login):
    """Searches on hidden fields, on every path that leads to what is watched."""
    for start, paths, keys, rank in case.questions(login):
        if _answered(case, login, start, paths, rank, keys) is not False:
            # Which path, and which secret: a path that is refused must not hide the others
            for path in paths:
                if _answered(case, login, start, [path], rank, keys):
                    yield from (Asked(key, rank, (start, path)) for key in keys
                                if _answered(case, login, start, [path], rank, [key]))


def _answered(case, login, start, paths, rank, keys):
    """Whether something is found; nothing, if the question was refused."""
    domain = case.question(paths, rank, keys)
    if domain == [(0, "=", 1)] or not domain:
        return False
    number = case.call(login, case.env[start], "search_count", domain, limit=1)
    return bool(number) if isinstance(number, int) else None


@channel(people=FEW)
def full_text(case, login):
    """Full-text search, and what is shown of its hits."""
    for key in SECRETS:
        words = Words.of(key)
        for word, rank in ((words.title, TITLE), (words.reference, TITLE), (words.author, TITLE),
                           (words.file, CONTENT), (words.text, CONTENT)):
            for model in ("archive.document", "archive.dossier"):
                if case.call(login, case.env[model], "search_count", [("full_text", "ilike", word)]) not in (
                        0, None) and case.may(login, model):
                    yield Asked(key, rank, (model, word))
            shown = case.call(login, case.watch.papers[key].with_context(archive_full_text=[word]), "read", ["hit"])
            yield shown


# ----------------------------------------------------------------------
# Everything else that is stored
# ----------------------------------------------------------------------
@channel(people=FEWER)
def sweep(case, login):
    """All fields of the newest records of every model of the add-ons, and of those around them."""
    for model in case.swept:
        if model in JOURNAL:
            continue
        yield from _sweep(case, login, model)


@channel(proof=("auditor", TITLE))
def journal(case, login):
    """The journal, for those who read it."""
    for model in JOURNAL:
        for answer in _sweep(case, login, model):
            yield Rows(model, answer.rows, hashless(answer.rows)) if isinstance(answer, Rows) else answer


@channel(people=FEW, gives=TITLE, proof=("archivist_top", TITLE))
def chatter(case, login):
    """Messages, tracked values, followers, activities."""
    for key in SECRETS:
        paper = case.watch.papers[key]
        about = [("model", "=", "archive.document"), ("res_id", "=", paper.id)]
        for domain in (about, [("body", "ilike", Words.of(key).title)], [("record_name", "ilike", paper.code)]):
            found = case.call(login, case.env["mail.message"], "search_read", domain, case.readable(
                login, "mail.message"))
            yield from _rows("mail.message", found)
        yield from _rows("mail.message", case.call(login, paper.message_ids, "read", ["body", "record_name"]))
        yield case.call(login, paper, "message_get_subtypes_and_followers") if hasattr(
            paper, "message_get_subtypes_and_followers") else ""
        yield from _rows("mail.activity", case.call(login, paper.activity_ids, "read", case.readable(
            login, "mail.activity")))
    yield case.call(login, case.env["mail.message"], "search_read", [
        ("tracking_value_ids.new_value_char", "ilike", "Kestrel")], ["body", "res_id"])


# ----------------------------------------------------------------------
# Out of the house
# ----------------------------------------------------------------------
@channel(people=FEWER)
def exports(case, login):
    """Export of lists, through links as well."""
    through = {
        "archive.document": ["name", "true_name", "version_ids/name", "version_ids/content", "annex_ids/name",
                             "message_ids/body", "activity_ids/res_name"],
        "archive.version": ["name", "sha256", "content", "document_id/name", "document_id/true_name"],
        "archive.guarded.title": ["name", "reference", "document_id/name"],
        "ir.attachment": ["name", "index_content", "checksum", "raw"],
    }
    for model, names in through.items():
        for ids in case.watched[model].values():
            yield case.call(login, case.env[model].browse(ids), "export_data", names)
    dossier, customer = case.secrets_dossier, case.secrets_dossier.partner_id
    yield case.call(login, dossier, "export_data", [
        "document_ids/name", "document_ids/code", "document_ids/version_ids/name", "document_ids/.id"])
    yield case.call(login, customer, "export_data", [
        "dossier_ids/document_ids/name", "dossier_document_ids/code", "dossier_document_ids/version_ids/sha256"])


@channel(people=FEW, gives=TITLE, proof=("archivist_top", TITLE))
def forms(case, login):
    """Printed forms and reports, as pages, and their rows."""
    Report = case.env["ir.actions.report"].with_user(case.users[login]).with_context({})
    for report in case.reports:
        records = case.subjects(report.model)
        for some in case.portions(login, records):
            yield case.attempt(lambda report=report, some=some: str(
                Report._render_qweb_html(report.report_name, some.ids)[0], "utf-8"))


# ----------------------------------------------------------------------
# Coming in, to get something out
# ----------------------------------------------------------------------
@channel(people=FEWER, proof=("archivist_top", TITLE))
def forged_values(case, login):
    """Onchange and defaults with ids of others: Odoo reads what they link to."""
    for model, links in case.links.items():
        Model = case.env[model]
        spec = {name: {} for name in case.readable(login, model)}
        for link in links:
            field = Model._fields[link]
            for ids in case.watched[field.comodel_name].values():
                value = ids[0] if field.type == "many2one" else [[4, ids[0]]]
                if field.type != "many2one":
                    inner = {name: {} for name in ("display_name", "name") if name in case.env[field.comodel_name]}
                    asked = {**spec, link: {"fields": inner}}
                else:
                    asked = {**spec, link: {"fields": {"display_name": {}}}}
                found = case.call(login, Model, "onchange", {link: value}, [link], asked)
                if isinstance(found, dict):
                    found["value"].pop(link, None) if field.type != "many2one" else None
                yield _without_id(found)
        default = {f"default_{link}": case.watched[Model._fields[link].comodel_name]["hidden_inside"][0]
                   for link in links if Model._fields[link].type == "many2one"}
        yield case.call(login, Model.with_context(**default), "onchange", {}, [], spec)


def _without_id(found):
    return json.dumps(found, default=str)


@channel(people=FEWER, proof=None)
def imports(case, login):
    """Import of ids and names of others: what the messages say."""
    for key in SECRETS:
        paper = case.watch.papers[key]
        for model, head, row in (
            ("archive.request", ["dossier_id/.id", "purpose", "line_ids/document_id/.id"],
             [str(paper.dossier_id.id), "x", str(paper.id)]),
            ("archive.request", ["dossier_id/.id", "purpose", "line_ids/document_id"],
             [str(paper.dossier_id.id), "x", Words.of(key).title]),
            ("archive.document", [".id", "date"], [str(paper.id), "2020-01-01"]),
            ("archive.version", [".id", "name"], [str(case.watch.versions[key][0].id), "x"]),
        ):
            found = case.call(login, case.env[model], "load", head, [row], undo=True)
            if isinstance(found, dict) and found["ids"] and "line_ids/document_id" in head:
                yield Asked(key, TITLE, "a name that one types is told apart from others")
            # What was typed comes back in the message, known or not.
            yield str(found).replace(row[-1], "")


@channel(people=FEWER, proof=("archivist_top", TITLE))
def copies(case, login):
    """What a copy has that the original did not show."""
    for key in SECRETS:
        for record in (case.watch.papers[key], *case.watch.versions[key], case.watch.papers[key].dossier_id):
            with case.undone():
                copied = case.call(login, record, "copy")
                if isinstance(copied, list):
                    copy = record.browse(copied)
                    yield case.call(login, copy, "read", case.readable(login, record._name))


@channel(people=FEWER, proof=("archivist_top", TITLE))
def methods(case, login):
    """Every public method of every model of the add-on, on records about the secrets."""
    for model, rows in METHODS.items():
        if model not in case.env or case.env[model]._abstract:
            continue
        for method in rows:
            with case.undone():
                records = case.subjects(model)
                yield case.call(login, records, method)
                if case.env[model]._name in case.watched:
                    for record in records:
                        yield case.call(login, record, method)


# ----------------------------------------------------------------------
# Help
# ----------------------------------------------------------------------
def hashless(answer):
    """``answer`` as text without SHA-256: the journal says by it which file it was, and that is not what was in it."""
    text = answer.decode() if isinstance(answer, bytes) else str(answer)
    return re.sub("[0-9a-f]{64}", "", text)


def _rows(model, found):
    if isinstance(found, dict):
        found = found.get("records", [found])
    yield Rows(model, found) if isinstance(found, list) else found


def _sweep(case, login, model):
    names = case.readable(login, model)
    if not names:
        return
    found = case.call(login, case.env[model], "search_read", case.around(model), names,
                      limit=case.newest(model), order="id desc")
    if isinstance(found, list) or not case.may(login, model):
        yield from _rows(model, found)
        return
    for name in names:  # one field must not hide the others
        yield from _rows(model, case.call(login, case.env[model], "search_read", case.around(model), [name],
                                          limit=case.newest(model), order="id desc"))
