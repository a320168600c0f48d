from odoo import SUPERUSER_ID, api, models


class IrDefault(models.Model):
    """Personal defaults are for what a person enters; what code makes with all rights takes none of them.

    Through a default of their own for messages, whoever wrote a note anywhere took tracked values from closed records
    and read them; what Odoo makes for a salesperson (payments, invoices) began as the salesperson wished.
    """

    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        if self.env.su and self.env.uid and self.env.uid != SUPERUSER_ID:
            self = self.with_company(self.env.company).with_user(SUPERUSER_ID)
        return super()._get_model_defaults(model_name, condition=condition)
