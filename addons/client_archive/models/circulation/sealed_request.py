from odoo import api, fields, models
from odoo.exceptions import UserError

from .seal import ISSUED

# Kinds with which a paper, or a copy of it, leaves for good: it bears the seal “Issued” (R26).
_ISSUING = ("copy", "external")


class ArchiveRequest(models.Model):
    """What is copied or given outside bears the seal “Issued”; what is void goes out no more (R26, R27)."""

    _inherit = "archive.request"

    has_void = fields.Boolean(string="Includes Void Papers", compute="_compute_has_void", compute_sudo=True)

    @api.depends("line_ids.document_id.is_void")
    def _compute_has_void(self):
        for request in self:
            request.has_void = any(request.line_ids.document_id.mapped("is_void"))

    def _check_on_file(self):
        super()._check_on_file()
        for request in self.filtered(lambda request: request.kind in _ISSUING):
            # sudo: a void paper is void, whoever asks for it
            void = request.sudo().line_ids.document_id.filtered("is_void")
            if void:
                raise UserError(self.env._(
                    "“%s” is void: it is consulted, and neither copied nor given outside.", void[0].name))

    def _seal_issued(self):
        """Stamp the papers of this request as issued, each once."""
        self.ensure_one()
        seals = self.env["archive.seal"]
        papers = self.sudo().line_ids.document_id.filtered("takes_seals")  # sudo: the desk handed them out just now
        papers -= seals.sudo().search([("request_id", "=", self.id)]).document_id  # sudo: as above
        if not papers:
            return
        who = " · ".join(filter(None, [self.outsider_name, self.outsider_body]))
        note = self.env._("Given to %(who)s with %(request)s", who=who, request=self.name) \
            if self.kind == "external" \
            else self.env._("Copied for %(who)s with %(request)s", who=self.applicant_id.name, request=self.name)
        seals._stamp(ISSUED, papers, note, request_id=self.id)


class ArchiveRequestLine(models.Model):
    _inherit = "archive.request.line"

    is_void = fields.Boolean(related="document_id.is_void", string="Void")
