"""Walks channels as people, and compares what they got with what is written in ``expected``."""

from collections import defaultdict
from contextlib import contextmanager, suppress
from functools import cached_property

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from ...common import ArchiveCommon
from .channels import CHANNELS, Asked, Count, Found, Rows
from .channels_rpc import AROUND, ASKED, JOURNAL
from .expected import BEYOND, EXPECTED, NAMES, NOTHING, SECRETS
from .people import PEOPLE, PeopleMixin
from .secrets import SecretsMixin

_RELATIONS = ("many2one", "one2many", "many2many")
LOUD = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.http", "odoo.models",
         "odoo.addons.base.models.ir_attachment", "odoo.addons.web.controllers.export", "odoo.sql_db", "odoo.tools.pdf")


class Undo(Exception):
    """Ends a savepoint whose changes must not stay."""


class MatrixCase(PeopleMixin, SecretsMixin, ArchiveCommon):
    """People and secrets, made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compartment = cls.env["archive.compartment"].create({"name": "Merger", "code": "P-77"})
        cls.secrets_dossier = cls._make_dossier(cls.env["res.partner"].create({
            "name": "Rich Customer", "is_company": True, "country_id": cls.env.ref("base.be").id}))
        cls.make_people()
        cls.plant()
        cls.env.flush_all()
        cls.cr.precommit.run()  # what is tracked is posted at the end of a transaction
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # The walk
    # ------------------------------------------------------------------
    def walk(self, name, people=None):
        """Walk the channel ``name`` as everybody who walks it; return the cells that are not as expected."""
        channel, wrong = CHANNELS[name], []
        for login in people or channel.people or PEOPLE:
            got, why = self.walk_as(channel, login)
            wrong += self.compare(name, channel, login, got, why)
            if channel.proof and channel.proof[0] == login and got["plain"] < channel.proof[1]:
                wrong.append(f"{login} × plain × {name}: walked in vain, it shows {NAMES[got['plain']]} only")
        return wrong

    def walk_as(self, channel, login):
        """What ``login`` gets of each secret, and the answer that told it."""
        self.become(login)
        got, why = defaultdict(int), {}
        with mute_logger(*LOUD):
            for answer in channel.walk(self, login):
                for key, rank in self.told(answer):
                    # The first answer that tells more than the ones before is shown with the cell.
                    if rank > got[key]:
                        got[key], why[key] = rank, answer
        return got, why

    def compare(self, name, channel, login, got, why):
        beyond = BEYOND.get((login, name), {})
        for key in SECRETS:
            most = max(min(EXPECTED.get(login, {}).get(key, NOTHING), channel.gives), beyond.get(key, NOTHING))
            if got[key] > most or (channel.exact and got[key] < EXPECTED[login][key]):
                yield (f"{login} × {key} × {name}: expected {NAMES[most]}, got {NAMES[got[key]]}"
                       f" from {self.shorten(why.get(key), key)}")
        if "*" in got:
            yield f"{login} × {name}: counts more than there is for them: {why['*']}"

    def shorten(self, answer, key):
        """The part of ``answer`` that tells of the secret."""
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        for match in self.watch.matches(text, key):
            return f"…{text[max(0, match.start() - 150):match.end() + 60]}…"
        if isinstance(answer, Rows):
            for row in answer.rows:
                ids = dict(self._linked(answer.model, row))
                if key in ids:
                    return f"{answer.model} {row.get('id')}: {ids[key]}"
        return text[:300]

    def become(self, login):
        """Nothing of what others read stays in the cache; the customer is theirs, if they keep it."""
        owner = login if login in PEOPLE and PEOPLE[login].owns else "other_owner"
        if self.secrets_dossier.user_id != self.users[owner]:
            self.secrets_dossier.with_context(tracking_disable=True).user_id = self.users[owner]
        self.env.flush_all()
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # What an answer tells
    # ------------------------------------------------------------------
    def told(self, answer):
        """Pairs of secrets and ranks."""
        if answer is None or answer is False or answer is True:
            return
        if isinstance(answer, Found):
            for res_id in answer.ids:
                if key := self.owner_of.get((answer.model, res_id)):
                    yield key, answer.rank
        elif isinstance(answer, Asked):
            yield answer.secret, answer.rank
        elif isinstance(answer, Count):
            if answer.number > answer.allowed:
                yield "*", 1
        elif isinstance(answer, Rows):
            for row in answer.rows:
                for key, _where in self._linked(answer.model, row):
                    yield key, 1
            yield from self.watch.scan(answer.rows if answer.text is None else answer.text).items()
        else:
            yield from self.watch.scan(answer).items()

    def _linked(self, model, row):
        """Secrets to which the values of ``row`` link, and by which field."""
        fields = self.env[model]._fields
        if key := self.owner_of.get((model, row.get("id"))):
            yield key, "id"
        for name, value in row.items():
            field = fields.get(name)
            if not value or not field:
                continue
            if field.type in _RELATIONS:
                for res_id in _ids(value):
                    if key := self.owner_of.get((field.comodel_name, res_id)):
                        yield key, name
            elif field.type == "many2one_reference":
                if key := self.owner_of.get((row.get(field.model_field), _number(value))):
                    yield key, name
            elif field.type == "reference":
                target, _comma, res_id = value.partition(",")
                if key := self.owner_of.get((target, int(res_id or 0))):
                    yield key, name

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------
    def call(self, login, records, method, *args, undo=False, **kwargs):
        """As a client would, from an empty cache; the words of the error, where it is refused."""
        self.env.invalidate_all()
        env = self.env(user=self.users[login], context={
            key: value for key, value in records.env.context.items() if key.startswith(("default_", "archive_"))})
        Model = env[records._name]
        function = getattr(Model, method)
        ids = [] if getattr(function, "_api_model", False) else [records.ids]
        return self.attempt(lambda: call_kw(Model, method, [*ids, *args], kwargs), undo=undo)

    def attempt(self, function, undo=False):
        """What ``function`` gives, or the words of its error."""
        try:
            if not undo:
                return function()
            with self.undone():
                return function()
        except (UserError, ValueError, TypeError, KeyError, AttributeError) as error:
            return f"{type(error).__name__}: {error}"

    @contextmanager
    def undone(self):
        """Whatever happens inside leaves no trace."""
        with suppress(Undo, IntegrityError), self.env.cr.savepoint():
            yield
            raise Undo
        self.env.invalidate_all(flush=False)

    def may(self, login, model):
        return self.env[model].with_user(self.users[login]).has_access("read")

    def readable(self, login, model, files=False):
        """Names of the fields of ``model`` that ``login`` may read."""
        key = login, model, files
        if key not in self._readable:
            Model = self.env[model].with_user(self.users[login]).with_context({})
            if not Model.has_access("read"):
                # asked for all the same: the answer must be a refusal
                self._readable[key] = ["id", "display_name"]
            else:
                self._readable[key] = [
                    name for name, field in Model._fields.items()
                    if Model._has_field_access(field, "read")
                    and (files or field.type != "binary")]
        return self._readable[key]

    # ------------------------------------------------------------------
    # What is watched
    # ------------------------------------------------------------------
    @cached_property
    def _readable(self):
        return {}

    @cached_property
    def watched(self):
        """Mapping of models to the ids of the records of each secret."""
        papers, versions = self.watch.papers, self.watch.versions
        titles = self.env["archive.guarded.title"].search([("document_id.dossier_id", "=", self.secrets_dossier.id)])
        return {
            "archive.document": {key: paper.ids for key, paper in papers.items()},
            "archive.version": {key: some.ids for key, some in versions.items()},
            "archive.guarded.title": {
                key: title.ids for key, paper in papers.items()
                if (title := titles.filtered(lambda row, paper=paper: row.document_id == paper))},
            "ir.attachment": {key: self.env["ir.attachment"].search([
                ("res_model", "=", "archive.version"), ("res_field", "=", "content"),
                ("res_id", "in", some.ids)]).ids for key, some in versions.items()},
        }

    @cached_property
    def owner_of(self):
        """Mapping of models and ids to secrets."""
        return {(model, res_id): key for model, by_secret in self.watched.items()
                for key, ids in by_secret.items() for res_id in ids}

    def domain_of(self, model):
        """Domain of the secrets in ``model``, without naming them one by one."""
        dossier = self.secrets_dossier.id
        ids = [res_id for some in self.watched[model].values() for res_id in some]
        return {
            "archive.document": [("dossier_id", "=", dossier)],
            "archive.version": [("id", "in", ids)],
            "archive.guarded.title": [("id", "in", ids)],
            "ir.attachment": [("id", "in", ids), ("res_field", "=", "content")],
        }[model]

    @cached_property
    def swept(self):
        """Models of the add-ons, and those around them."""
        own = [name for name, Model in self.env.registry.items()
               if not Model._abstract and not Model._transient
               and (Model._original_module or "").startswith("client_archive")]
        return sorted({*own, *(name for name in AROUND if name in self.env)})

    @cached_property
    def links(self):
        """Mapping of models of the add-ons to their fields that link to what is watched."""
        found = {}
        for name, Model in self.env.registry.items():
            if Model._abstract or not (Model._original_module or "").startswith("client_archive"):
                continue
            names = [field.name for field in Model._fields.values()
                     if field.type in _RELATIONS and field.comodel_name in ("archive.document", "archive.version")]
            if names:
                found[name] = names
        return found

    @cached_property
    def paths(self):
        """Triples of a model, a path from it and the watched model that it leads to; the empty path as well."""
        found = [(model, "", model) for model in self.watched]
        for start in self.swept:
            for first in self._steps(start):
                if first.comodel_name in self.watched:
                    found.append((start, first.name, first.comodel_name))
                elif first.comodel_name in self.env:
                    found += [
                        (start, f"{first.name}.{second.name}", second.comodel_name)
                        for second in self._steps(first.comodel_name) if second.comodel_name in self.watched]
        return found

    def _steps(self, model):
        return [field for field in self.env[model]._fields.values()
                if field.type in _RELATIONS and field._description_searchable
                and field.name not in ("create_uid", "write_uid")]

    def questions(self, login):
        """Quadruples of a model, pairs of paths and watched models, secrets, and the rank that they are asked for."""
        by_start = {}
        for start, path, model in self.paths:
            by_start.setdefault(start, []).append((path, model))
        for rank in sorted({rank for ranks in ASKED.values() for rank in ranks.values()}):
            if keys := [key for key in SECRETS if EXPECTED[login][key] < rank]:
                for start, paths in by_start.items():
                    yield start, paths, keys, rank

    def question(self, paths, rank, keys):
        """The domain that asks whether anything of ``rank`` is found of the secrets ``keys``, on one of ``paths``."""
        return [*Domain.OR(self._questions(paths, rank, keys))]

    def _questions(self, paths, rank, keys):
        for path, model in paths:
            some = []
            for name, its_rank in ASKED[model].items():
                if its_rank == rank:
                    values = [value for key in keys for value in self.values_of(model, name, key)]
                    # one letter after the other is how a value is found out
                    if name not in ("id", "full_text", "code"):
                        some += [Domain(name, "=like", f"{value[:-2]}%") for value in values]
                    some += [Domain(name, "in", values)] if values else []
            if some:
                asked = Domain.OR(some)
                if model == "ir.attachment":
                    asked &= Domain("res_field", "!=", "x")  # without it Odoo leaves files of fields out
                yield Domain(path, "any", asked) if path else asked

    def values_of(self, model, name, key):
        words = self.watch.words[key]
        if name == "full_text":
            return [words.title]
        if model == "archive.document" and name in ("name", "reference", "author", "remarks"):
            return [getattr(words, "title" if name == "name" else name)]
        if (model, name, key) not in self._values:
            records = self.env[model].browse(self.watched[model].get(key, ()))
            self._values[model, name, key] = [
                value for value in (records.ids if name == "id" else records.mapped(name)) if value]
        return self._values[model, name, key]

    @cached_property
    def _values(self):
        return {}

    def around(self, model):
        """What of ``model`` is looked at: of what the archive hangs in, those records that it hangs in."""
        customer = self.secrets_dossier.partner_id
        return {
            "res.partner": [("id", "=", customer.id)],
            "res.users": [("id", "in", [self.users["archivist_top"].id, self.users["sales"].id])],
        }.get(model, [])

    def newest(self, model):
        """How many of the newest records are looked at."""
        return 400 if model in JOURNAL else 150 if model.startswith("mail.") else 25

    # ------------------------------------------------------------------
    # Subjects of forms and methods
    # ------------------------------------------------------------------
    @cached_property
    def reports(self):
        """Reports on models of the add-ons."""
        return self.env["ir.actions.report"].search([("model", "=like", "archive.%")])

    def subjects(self, model):
        """Records of ``model`` about the secrets."""
        Model = self.env[model]
        if model in self.watched:
            return Model.browse([res_id for ids in self.watched[model].values() for res_id in ids])
        if model == "archive.dossier":
            return self.secrets_dossier
        if Model._abstract or not Model._auto:
            return Model
        return Model.search([], limit=12, order="id desc")

    def portions(self, login, records):
        """All of ``records``; those that ``login`` reads; each by itself, where the others would hide it."""
        mine = records.with_user(self.users[login]).with_context({})
        seen = mine._filtered_access("read")
        return [some for some in (seen, mine) if some]


def _ids(value):
    if isinstance(value, int):
        return [value]
    if isinstance(value, dict):
        return [value.get("id")]
    if isinstance(value, (list, tuple)):
        return [item.get("id") if isinstance(item, dict) else item for item in value if isinstance(item, (int, dict))]
    return []


def _number(value):
    return value["id"] if isinstance(value, dict) else value
