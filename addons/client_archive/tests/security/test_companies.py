"""One company never sees or counts another's (invariant 8): a new model without a rule fails here."""

from odoo.tests import TransactionCase, tagged

# Nobody has access to them but the code.
CODE_ONLY = {"credit.guard"}


@tagged("-at_install", "post_install")
class TestCompanies(TransactionCase):
    prefixes = ("archive.", "credit.")

    def test_every_model_with_a_company_has_a_rule_for_it(self):
        Rule = self.env["ir.rule"].sudo()
        without = []
        for name, Model in self.env.items():
            field = Model._fields.get("company_id")
            if not name.startswith(self.prefixes) or Model._abstract or Model._transient or not field or not field.store:
                continue
            ruled = Rule.search([("model_id.model", "=", name), ("domain_force", "ilike", "company_id")])
            if not ruled.filtered(lambda rule: rule["global"] and "compan" in rule.domain_force):
                without.append(name)
        self.assertEqual(set(without) - CODE_ONLY, set())
        self.assertFalse(self.env["ir.model.access"].search([("model_id.model", "in", sorted(CODE_ONLY))]))

    def test_a_part_is_as_closed_as_its_whole(self):
        """A model without a company of its own that belongs to one with it has a rule that reaches it, or no readers."""
        open_parts = []
        for name, Model in self.env.items():
            if not name.startswith(self.prefixes) or Model._abstract or Model._transient or "company_id" in Model._fields:
                continue
            wholes = [field for field in Model._fields.values() if field.type == "many2one" and field.required
                      and field.comodel_name.startswith(self.prefixes)
                      and "company_id" in self.env[field.comodel_name]._fields
                      and self.env[field.comodel_name]._fields["company_id"].required]
            if not wholes:
                continue
            rules = self.env["ir.rule"].sudo().search([("model_id.model", "=", name)])
            if not rules.filtered(lambda rule: rule["global"] and "company" in (rule.domain_force or "")):
                open_parts.append(name)
        self.assertEqual(open_parts, [])
