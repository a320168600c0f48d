from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import gate, secrecy


class ArchiveDocument(models.Model):
    """A paper in a customer's dossier: the catalogue line. Its content hangs on versions (invariant 4)."""

    _name = "archive.document"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Paper"
    _order = "date desc, id desc"
    _rec_names_search = ["name", "code", "reference"]

    _state_transitions = {
        "draft": {"submitted"},
        "submitted": {"filed", "draft"},
        "filed": {"destroyed"},
        "destroyed": set(),
    }
    _gated_fields = frozenset({"code", "item_number", "received_on", "received_by_id", "is_void", "destroyed_on"})

    name = fields.Char(string="Title", required=True, tracking=True, index="trigram")
    dossier_id = fields.Many2one(
        "archive.dossier", required=True, ondelete="restrict", index=True, tracking=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="dossier_id.user_id", string="Account Manager", store=True, index=True)
    department_id = fields.Many2one(related="dossier_id.department_id", store=True)
    type_id = fields.Many2one(
        "archive.document.type", string="Type", required=True, index=True, tracking=True, ondelete="restrict")
    reference = fields.Char(string="Reference Number", help="The paper's own number.")
    author = fields.Char(help="Who issued the paper.")
    date = fields.Date(
        string="Date of the Paper", required=True, default=lambda self: self._archive_day(), tracking=True)
    page_count = fields.Integer(string="Pages", default=1)
    is_original = fields.Selection(
        [("original", "Original"), ("copy", "Copy")], string="Original or Copy", required=True, default="copy")
    original_elsewhere = fields.Boolean(
        string="Original Kept Elsewhere", help="The archive has the copy; the original is kept at another place.")
    original_location = fields.Char(string="Original Kept at", help="Where the original of a copy is.")
    role = fields.Selection(
        [("main", "Main Paper"), ("annex", "Annex"), ("print", "Print")], required=True, default="main")
    main_id = fields.Many2one(
        "archive.document", string="Main Paper", ondelete="restrict", index="btree_not_null",
        domain="[('dossier_id', '=', dossier_id), ('role', '=', 'main')]")
    annex_ids = fields.One2many("archive.document", "main_id", string="Annexes and Prints")
    is_uncollected = fields.Boolean(
        string="Not Collected by the Customer", tracking=True,
        help="The customer's own copy of a signed contract, which they did not collect: it is filed as an annex and "
             "carries no code.")
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy", required=True, tracking=True,
        compute="_compute_secrecy_level", store=True, readonly=False, precompute=True)
    visibility = fields.Selection(
        secrecy.VISIBILITIES, string="Others See", required=True, default=secrecy.CATALOGUE, copy=False, tracking=True,
        help="What of the paper those see who are not cleared for it.")
    grade = fields.Selection(
        [("A", "Grade A"), ("B", "Grade B")], compute="_compute_grade", store=True, index=True,
        help="Grade A: highly secret and above; it is never lent.")
    state = fields.Selection(
        [("draft", "Collected"), ("submitted", "Handed Over"), ("filed", "Filed"), ("destroyed", "Destroyed")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    code = fields.Char(string="Archival Code", readonly=True, copy=False, index="trigram")
    item_number = fields.Integer(string="Item", readonly=True, copy=False)
    received_on = fields.Date(readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_void = fields.Boolean(string="Void", readonly=True, copy=False)
    destroyed_on = fields.Date(readonly=True, copy=False)
    remarks = fields.Char()
    version_ids = fields.One2many("archive.version", "document_id", string="Content")
    version_count = fields.Integer(compute="_compute_version_count", compute_sudo=True)

    _code_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This archival code is already taken.")
    _order_idx = models.Index("(date DESC, id DESC)")
    _pages_positive = models.Constraint("CHECK (page_count >= 0)", "A paper cannot have a negative number of pages.")
    _date_plausible = models.Constraint(
        "CHECK (date BETWEEN '1800-01-01' AND '2199-12-31')", "Look at the year: no paper is of that date.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("code", "name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = " ".join(filter(None, [document.code, document.name]))

    @api.depends("type_id", "dossier_id")
    def _compute_secrecy_level(self):
        for document in self:
            document.secrecy_level = max(
                document.secrecy_level or secrecy.NONE, document.type_id.secrecy_level or secrecy.NONE,
                document.dossier_id.secrecy_level or secrecy.NONE)

    @api.depends("secrecy_level")
    def _compute_grade(self):
        for document in self:
            document.grade = secrecy.grade(document.secrecy_level)

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(self.env["archive.version"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["__count"]))
        for document in self:
            document.version_count = counts.get(document, 0)

    @api.constrains("is_original", "original_elsewhere", "original_location")
    def _check_original_location(self):
        for document in self:
            if document.original_elsewhere and document.is_original == "original":
                raise ValidationError(self.env._(
                    "“%s” is filed as the original: it cannot be kept elsewhere as well.", document.name))
            if document.original_elsewhere and not (document.original_location or "").strip():
                raise ValidationError(self.env._(
                    "“%s” is the copy of an original that is kept elsewhere: say where the original is.",
                    document.name))

    @api.constrains("is_uncollected", "role")
    def _check_uncollected(self):
        for document in self:
            if document.is_uncollected and document.role != "annex":
                raise ValidationError(self.env._(
                    "“%s”: what the customer did not collect is filed as an annex of the contract.",
                    document.name))

    @api.constrains("role", "main_id", "dossier_id")
    def _check_main(self):
        for document in self:
            if document.role == "main" and document.main_id:
                raise ValidationError(self.env._("“%s” is a main paper and cannot hang on another.", document.name))
            if document.role != "main" and not document.main_id:
                raise ValidationError(self.env._("“%s”: choose the main paper it belongs to.", document.name))
            if document.main_id and document.main_id.dossier_id != document.dossier_id:
                raise ValidationError(self.env._(
                    "“%s” and its main paper stay in one volume: choose a main paper of the same dossier.",
                    document.name))
            if document.main_id.role not in (False, "main") or (document.role != "main" and document.annex_ids):
                raise ValidationError(self.env._(
                    "“%s”: annexes and prints hang on a main paper, and nothing hangs on them.", document.name))
            if document.annex_ids.dossier_id - document.dossier_id:
                raise ValidationError(self.env._("“%s” has annexes and prints: move them with it.", document.name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._journal("created", after=lambda doc: {
            "title": doc.name, "type": doc.type_id.code, "dossier": doc.dossier_id.display_name})
        return documents

    def write(self, vals):
        if "dossier_id" in vals and (annexes := self.annex_ids - self):
            (self | annexes).write({"dossier_id": vals["dossier_id"]})
            return self.write({name: value for name, value in vals.items() if name != "dossier_id"})
        catalogue = vals.keys() & self._catalogue_fields()
        # Whatever writes behind the gate journals it itself.
        if not catalogue or gate.is_open(self.env):
            return super().write(vals)
        self._check_hands()
        self._check_coded(vals)
        self._check_destination(vals)
        before = {doc.id: {name: self._plain(doc[name]) for name in catalogue} for doc in self}
        result = super().write(vals)
        self._journal("changed", before=lambda doc: before[doc.id], after={name: vals[name] for name in catalogue})
        if "dossier_id" in catalogue:
            self.filtered(lambda doc: doc.code and doc.dossier_id.ids != before[doc.id]["dossier_id"])._recode_moved()
        return result

    @api.model
    def _catalogue_fields(self):
        """What makes up the catalogue line: once filed, the archive alone changes it, and each change is journaled."""
        return {
            "name", "dossier_id", "type_id", "reference", "author", "date", "page_count", "is_original",
            "original_elsewhere", "original_location", "secrecy_level", "visibility", "role", "main_id",
            "is_uncollected", "valid_until"}

    def _check_hands(self):
        """:raises UserError: for papers that were handed over, unless an archivist changes them"""
        if self.env.su or self.env.user.has_group("client_archive.group_archivist"):
            return
        if any(doc.state in ("filed", "destroyed") for doc in self):
            raise UserError(self.env._("A filed paper is changed by the archive only. Ask an archivist."))
        for document in self:
            if document.state == "submitted":
                raise UserError(self.env._(
                    "“%s” was handed over: the archive changes it, or returns it to be completed.", document.name))

    def _check_coded(self, vals):
        """Whether a paper carries a code was settled when it was filed (R118)."""
        if "is_uncollected" in vals and any(
                doc.state in ("filed", "destroyed") and doc.is_uncollected != bool(vals["is_uncollected"])
                for doc in self):
            raise UserError(self.env._("Whether the customer collected a paper is settled when it is filed."))

    def _check_destination(self, vals):
        """:raises UserError: for papers past the first step that would move to a dossier that has no number yet"""
        dossier = self.env["archive.dossier"].browse(vals.get("dossier_id"))
        if dossier and not dossier.sudo().number and any(doc.state != "draft" for doc in self):
            raise UserError(self.env._(
                "%s is not open yet and has no number: papers that were handed over move to dossiers that are open.",
                dossier.display_name))

    def _recode_moved(self):
        """Filed papers that moved to another volume get their numbers there; their former codes still find them."""
        self._keep_former_codes(self.env._("Moved to another dossier"))
        for dossier, documents in self.grouped("dossier_id").items():
            for document, numbers in self._numbers(dossier, documents).items():
                document._set_gated(kind="document_recoded", **numbers)

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        # sudo: what goes is journaled, whoever may open it
        self._journal("deleted", before=lambda doc: {
            "title": doc.name, "dossier": doc.dossier_id.display_name,
            "files": [[version._file_facts().get("file"), version.sha256] for version in doc.sudo().version_ids]})
        documents = self.filtered(lambda doc: doc.state == "draft" and doc.version_count)
        if documents and not gate.is_open(self.env):
            documents._check_never_archived()
            gate.opened(documents.sudo().version_ids).unlink()  # sudo: nobody else deletes content; just checked

    def _check_never_archived(self):
        """A scan brought in by mistake is no paper of the archive yet: who brought it takes it back (invariant 6).

        What came by mail was brought by nobody: whoever may change the paper removes it.

        :raises UserError: for papers that were handed over at some time, or that others brought in
        """
        # sudo: what happened decides, whoever may read the journal
        handed = set(self.env["archive.event"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("kind", "=", "document_submitted"),
        ]).mapped("res_id"))
        for document in self:
            if document.id in handed:
                raise UserError(self.env._(
                    "“%s” was handed over to the archive, which never deletes: put it forward for destruction once it "
                    "is filed.", document.name))
            if document.source != "mail" and document.create_uid != self.env.user:
                raise UserError(self.env._(
                    "“%(paper)s” was brought in by %(user)s, who alone takes it back.", paper=document.name,
                    user=document.create_uid.name))

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        """Keep files out of the conversation of a paper; see ``ir.attachment._check_no_chatter_file``.

        A mail must not bounce for the picture in its signature: its files stay outside, and the message says so.
        """
        if not attachments and not attachment_ids:
            return super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        if message_values.get("message_type") != "email":
            self.env["ir.attachment"]._check_no_chatter_file()
        return {"body": Markup("%s<p>%s</p>") % (message_values.get("body") or "", self.env._(
            "The files of this mail were not taken over: upload them as a version of the paper's content."))}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Hand the papers to the archive (R5).

        :raises UserError: for a paper without content, or of a dossier that is not open
        """
        self.check_access("write")
        for document in self:
            if document.dossier_id.state != "open":
                raise UserError(self.env._(
                    "The dossier of “%s” is not open: a supervisor verifies it first.", document.name))
            if not document.version_count:
                raise UserError(self.env._("“%s” has no content yet: upload its scan first.", document.name))
            if document.type_id.is_provisional:
                raise UserError(self.env._("“%s” is not sorted yet: choose its type first.", document.name))
        return self._move("submitted", kind="document_submitted")

    def action_return(self):
        """Give submitted papers back to the account manager to be completed."""
        self.dossier_id._check_archivist()
        return self._move("draft", kind="document_returned")

    def action_file(self):
        """Receive, code and file submitted papers, oldest first, a main paper before its annexes (R9, R14).

        :raises UserError: for users who are not archivists, or papers not handed over
        """
        self.dossier_id._check_archivist()
        values = {}
        self._check_with_main()
        received = {"received_on": self._archive_day(), "received_by_id": self.env.uid}
        for dossier, documents in self.grouped("dossier_id").items():
            for document, numbers in self._numbers(dossier, documents).items():
                values[document] = {**numbers, **received}
        self._move_each("filed", values, kind="document_filed")
        self._filed()
        return True

    def _check_with_main(self):
        """:raises UserError: for annexes and prints that would be filed without their main paper (R13)"""
        for document in self:
            if document.main_id.state in ("draft", "submitted") and document.main_id not in self:
                raise UserError(self.env._(
                    "“%(annex)s” belongs to “%(main)s”: file them together.",
                    annex=document.name, main=document.main_id.name))

    @api.model
    def _numbers(self, dossier, documents):
        """Mapping of ``documents``, in the order of the volume, to their numbers in ``dossier``, which it locks.

        What the customer did not collect goes in without (R118).
        """
        dossier.sudo()._touch()  # who files into the same volume at the same time is run again, and sees these numbers
        # sudo: numbers count every paper of the volume
        [[last]] = self.sudo()._read_group(
            [("dossier_id", "=", dossier.id), ("id", "not in", documents.ids)], [], ["item_number:max"])
        uncoded = documents.filtered("is_uncollected")
        numbers = {
            document: {"item_number": number, "code": f"{dossier.number}-{number:03}"}
            for number, document in enumerate((documents - uncoded)._in_volume_order(), start=(last or 0) + 1)}
        return {**numbers, **{document: {"item_number": False, "code": False} for document in uncoded}}

    def _in_volume_order(self):
        """By date, a main paper before its annexes and prints (R13, R14)."""
        roles = {"main": 0, "annex": 1, "print": 2}

        def place(document):
            main = document.main_id or document
            return main.date, main.id, roles[document.role], document.date, document.id
        return self.sorted(place)

    def _filed(self):
        """Hook: papers were just received and filed."""

    def _check_designated(self, duty):
        """Hook: refuse who is not designated for ``duty`` with papers like these (R57, R58)."""

    def _destroyed(self):
        """Hook: papers were just destroyed; what points at them is put in order (R36)."""

    def _destruction_obstacles(self):
        """Hook: why this paper must not be destroyed now, as messages; none when nothing stands in the way."""
        self.ensure_one()
        return []

    def action_upload(self):
        """Open the dialog that adds a version of the content."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_upload_action")
        return {**action, "context": {
            "default_dossier_id": self.dossier_id.id, "default_document_id": self.id,
            "default_type_id": self.type_id.id}}
