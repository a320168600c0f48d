from odoo.tools import SQL

from .models.journal.event import APPEND_ONLY_FUNCTION
from .tools import gate


def uninstall_hook(env):
    """Remove what Odoo does not: open activities, borrowed external ids, the trigger function, and the files."""
    close_activities(env, "client_archive")
    forget_borrowed_ids(env, "client_archive")
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(APPEND_ONLY_FUNCTION)))
    env["ir.attachment"].sudo()._archive_uninstall()


def close_activities(env, module):
    """Delete activities and route steps of ``module``'s types, which would keep the types from going, done ones too.

    Activities that stand for pending approvals come back when they are deleted, unless the engine does it.
    """
    types = env["ir.model.data"].sudo().search([("module", "=", module), ("model", "=", "mail.activity.type")])
    activities = env["mail.activity"].sudo().with_context(active_test=False).search(
        [("activity_type_id", "in", types.mapped("res_id"))])
    gate.opened(activities).unlink()
    env["mail.activity.plan.template"].sudo().search([("activity_type_id", "in", types.mapped("res_id"))]).unlink()


def forget_borrowed_ids(env, module):
    """Delete the external ids that Odoo keeps for ``module``'s models under the name of another module.

    The choices of a field that a mixin brings (``activity_state``), and the inheritance of a mixin that several
    modules extend, are filed under the mixin's module, and stay behind when the model goes.
    """
    env.cr.execute(SQL(
        """
        DELETE FROM ir_model_data borrowed
         USING (SELECT 'ir.model.fields.selection' AS kind, choice.id, field.model_id
                  FROM ir_model_fields_selection choice JOIN ir_model_fields field ON field.id = choice.field_id
                 UNION ALL
                SELECT 'ir.model.inherit', id, model_id FROM ir_model_inherit) part
          JOIN ir_model_data model ON model.model = 'ir.model' AND model.res_id = part.model_id
         WHERE borrowed.model = part.kind AND borrowed.res_id = part.id
           AND model.module = %(module)s AND borrowed.module <> %(module)s
           AND NOT EXISTS (
                SELECT 1 FROM ir_model_data owner
                 WHERE owner.model = 'ir.model' AND owner.res_id = part.model_id
                   AND owner.module NOT LIKE 'client\\_archive%%')
        """, module=module))
