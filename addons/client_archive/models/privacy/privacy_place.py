from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate
from ...tools.privacy import BY_KEY


class ArchivePrivacyPlace(models.Model):
    """One place where a person's data is kept, and what becomes of it there. It names the data and never holds it."""

    _name = "archive.privacy.place"
    _inherit = ["archive.journal.mixin"]
    _description = "Place of Personal Data"
    _order = "request_id, id"
    _rec_name = "label"

    request_id = fields.Many2one(
        "archive.privacy.request", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    source_key = fields.Char(readonly=True, help="Kind of place; empty: elsewhere in Odoo.")
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)
    label = fields.Char(string="Where", readonly=True)
    data = fields.Char(string="Which Data", readonly=True, help="Its names, not what it says.")
    count = fields.Integer(string="Records", readonly=True, default=1)
    match = fields.Selection(
        [
            ("link", "The Contact"), ("reach", "Telephone, Mail or Number"), ("name", "Name Only"),
            ("odoo", "Odoo's Lookup"),
        ],
        string="How Found", readonly=True)
    is_person = fields.Boolean(
        string="Is the Person", help="Others bear the same name: what was found by the name alone is confirmed first.")
    outcome = fields.Selection(
        [("tell", "Told"), ("erase", "To Erase"), ("keep", "Kept"), ("erased", "Data Erased")], readonly=True)
    reason = fields.Char(string="Kept Because", readonly=True)
    done_on = fields.Datetime(string="Erased on", readonly=True)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Places are found by searching; they are not entered."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate.is_open(self.env):
            if vals.keys() - {"is_person"}:
                raise AccessError(self.env._("Only whether it is the person is for the officer to say."))
            if any(place.request_id.state != "work" for place in self):
                raise UserError(self.env._("This is decided while the request is being worked on."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_by_searching(self):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Places are found by searching; they are not deleted."))

    # ------------------------------------------------------------------
    # What it is
    # ------------------------------------------------------------------
    def _source(self):
        self.ensure_one()
        return BY_KEY.get(self.source_key)

    def _record(self):
        """The record of this place, as the system reads it, or nothing when it is gone."""
        self.ensure_one()
        # sudo: what is told and erased is decided by the request, which its officer and a second person answer for
        return self.env[self.res_model].sudo().with_context(active_test=False).browse(self.res_id or []).exists()

    def _values(self):
        """What the person is told of this place: pairs of label and value."""
        source, record = self._source(), self._record() if self._source() else None
        if not record:
            return []
        return [
            (record._fields[name]._description_string(self.env), self._plain(record, name))
            for name in self.env["archive.privacy.source"]._own(record, source.told) if record[name]]

    @staticmethod
    def _plain(record, name):
        field, value = record._fields[name], record[name]
        if isinstance(value, models.BaseModel):
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(record.env)).get(value, value)
        return value if isinstance(value, (int, float, bool)) else str(value)
