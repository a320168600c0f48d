"""One company never sees or counts another's (invariant 8): a new model without a rule fails here."""

from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestCompanies(TransactionCase):
    prefixes = ("archive.", "credit.")

    def test_every_model_with_a_company_has_a_rule_for_it(self):
        without = []
        for name, field in self._stored_models("company_id"):
            if field and field.store and not self._rules(name).filtered(
                    lambda rule: "company_id" in rule.domain_force and "company_ids" in rule.domain_force):
                without.append(name)
        self.assertEqual(without, [])

    def test_a_part_is_as_closed_as_its_whole(self):
        """A model without a company that belongs to one with it has a rule that reaches it."""
        open_parts = []
        for name, own in self._stored_models("company_id"):
            wholes = [field for field in self.env[name]._fields.values() if field.type == "many2one" and field.required
                      and field.comodel_name.startswith(self.prefixes)
                      and "company_id" in self.env[field.comodel_name]._fields]
            if not own and wholes and not self._rules(name).filtered(lambda rule: "company" in rule.domain_force):
                open_parts.append(name)
        self.assertEqual(open_parts, [])

    def _stored_models(self, field):
        """Names of our models that have a table, each with its field of that name, or None."""
        return [(name, Model._fields.get(field)) for name, Model in self.env.items()
                if name.startswith(self.prefixes) and not Model._abstract and not Model._transient]

    def _rules(self, name):
        return self.env["ir.rule"].search([("model_id.model", "=", name), ("domain_force", "!=", False)]).filtered(
            lambda rule: rule["global"])
