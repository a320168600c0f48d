from odoo import models
from odoo.exceptions import AccessError

from ...tools import secrecy


class ArchiveDocument(models.Model):
    """Making, sending, copying, keeping and destroying secrets is for the delegated (R57, R58).

    From which level on is the company's to say. The supervisors of a destruction are delegated by the register that
    names them and that the general manager approves (R31, R35).
    """

    _inherit = "archive.document"

    def _check_designated(self, duty):
        """Refuse who is not designated for ``duty``; the general manager's office needs no designation.

        :raises AccessError: naming who is designated, and who designates
        """
        super()._check_designated(duty)
        if self.env.su or self.env.user.has_group("client_archive.group_executive"):
            return
        for company, papers in self.grouped("company_id").items():
            least = company.sudo().archive_designation_level  # sudo: the rule holds for whoever acts
            guarded = papers.filtered(lambda paper, least=least: (paper.secrecy_level or secrecy.NONE) >= least)
            if guarded:
                guarded._check_designated_in(company, duty)

    def _check_designated_in(self, company, duty):
        Designation = self.env["archive.designation"].sudo()  # sudo: who is designated, whoever may read the list
        serving = Designation._serving(duty, company)
        if self.env.user in serving.user_id:
            return
        general_manager = self.env["archive.officer"]._holders("general_manager", company)
        raise AccessError(self.env._(
            "“%(paper)s” is %(level)s, and %(duty)s is for those whom the general manager designates. "
            "Designated: %(people)s. %(manager)s designates, under Confidentiality > People > Designations.",
            paper=self[0].display_name,
            level=dict(self._fields["secrecy_level"]._description_selection(self.env))[self[0].secrecy_level],
            duty=dict(Designation._fields["duty"]._description_selection(self.env))[duty],
            people=", ".join(serving.user_id.mapped("name")) or self.env._("nobody"),
            manager=", ".join(general_manager.sudo().mapped("name")) or self.env._("The general manager")))
