from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from . import key_data


class ArchiveDossier(models.Model):
    """The key data of the customer of an open dossier changes by two people (R84, R96)."""

    _inherit = "archive.dossier"

    proposal_ids = fields.One2many("archive.customer.proposal", "dossier_id", string="Changes of Key Data")
    collection_ids = fields.One2many("archive.customer.collection", "dossier_id", string="Collections of Data")

    # ------------------------------------------------------------------
    # The guard
    # ------------------------------------------------------------------
    @contextmanager
    def _key_data_change(self, labels, env):
        """Around a write of key data: refused to people; what the system does is journaled and to be verified.

        Nothing happens for dossiers that are not open, nor when a confirmed proposal writes.

        :param labels: names of the data, for the message
        :param env: that of the write
        :raises UserError: for people
        """
        guarded = self.sudo().filtered(lambda dossier: dossier.state == "open")  # sudo: the rule holds for everybody
        if not guarded or gate.is_open(env):
            yield
            return
        if not env.su or env.user.share:
            raise guarded._key_data_error(labels, env)
        before = guarded._key_snapshot()
        yield
        guarded._note_bypass(before)

    def _key_data_error(self, labels, env):
        words = {"fields": ", ".join(labels), "customer": self[0].partner_id.display_name}
        if env.user.share:
            return UserError(env._(
                "%(fields)s of %(customer)s: two people check it before it changes. Please tell your contact there.",
                **words))
        return UserError(env._(
            "%(fields)s of %(customer)s: a change of key data waits for a second pair of eyes. Use “Propose a Change” "
            "under “Customer File” on the customer's form: say what is new, where it is known from, and what proves "
            "it.", **words))

    def _key_snapshot(self):
        """Mapping of the id of each dossier to the key data of its customer, as words."""
        profiles = self.env["archive.customer.profile"].search([("dossier_id", "in", self.ids)]).grouped("dossier_id")
        none = self.env["archive.customer.profile"]
        return {
            dossier.id: {
                **{name: dossier.partner_id[name] or "" for name in sorted(key_data.PARTNER_KEYS)},
                **{name: self._key_plain(profiles.get(dossier, none)[name])
                   for name in sorted(key_data.PROFILE_KEYS)},
                "bank": sorted(self._bank_words(account) for account in dossier.partner_id.bank_ids),
            }
            for dossier in self
        }

    def _note_bypass(self, before):
        """Journal what differs from ``before``, and ask for somebody to verify it afterwards."""
        after = self._key_snapshot()
        rows = []
        for dossier in self:
            old, new = before[dossier.id], after[dossier.id]
            names = [name for name in new if old[name] != new[name]]
            if not names:
                continue
            dossier._journal(
                "key_data_bypassed", before={name: old[name] for name in names},
                after={name: new[name] for name in names})
            labels = self._key_labels()
            rows.append({
                "dossier_id": dossier.id, "collector_id": self.env.uid, "subject": "basics",
                "source": self.env._("Changed by the system"),
                "name": self.env._("Key data to check: %s", ", ".join(labels[name] for name in names)),
                "note": "\n".join(f"{labels[name]}: {old[name]} → {new[name]}" for name in names)})
        # As the system, in whose words it stands: see archive.customer.collection.
        self.env["archive.customer.collection"].with_user(SUPERUSER_ID).create(rows)

    # ------------------------------------------------------------------
    # The data
    # ------------------------------------------------------------------
    @api.model
    def _key_labels(self):
        """Mapping of each key to its name in the language of the user."""
        partner, profile = self.env["res.partner"], self.env["archive.customer.profile"]
        return {
            "name": self.env._("Registered Name"), "vat": self.env._("Credit Code"),
            "bank": self.env._("Bank Account"),
            **{name: profile._fields[name]._description_string(self.env) for name in sorted(key_data.PROFILE_KEYS)},
            **{name: partner._fields[name]._description_string(self.env)
               for name in sorted(key_data.PARTNER_KEYS - {"name", "vat"})},
        }

    def _key_value(self, key, account=None):
        """The present value of ``key``, as JSON keeps it.

        :param account: the bank account meant, for the key ``bank``; empty: one that is added
        """
        self.ensure_one()
        if key == "bank":
            return {"acc_number": account.acc_number, "bank_id": account.bank_id.id} if account else False
        if key in key_data.PARTNER_KEYS:
            return self.partner_id[key] or False
        profile = self.env["archive.customer.profile"].search([("dossier_id", "=", self.id)])
        if key == "capital_currency_id":
            return (profile[key] or self.company_id.currency_id).id
        return profile[key] or False

    def _key_differences(self, values):
        """Values of the lines of a proposal: where ``values`` differ from what is on file.

        :param dict values: key → new value; ``bank`` → a dict of ``account`` (the one to change, or empty),
            ``acc_number``, ``bank_id``, and ``close`` to give the account up
        :raises ValidationError: for a credit code that cannot be right
        """
        self.ensure_one()
        lines = []
        for key in sorted((key_data.PARTNER_KEYS | key_data.PROFILE_KEYS) & values.keys()):
            new, old = values[key] or False, self._key_value(key)
            if isinstance(new, str):
                new = new.strip() or False
            if new != old:
                lines.append({
                    "key": key, "old_data": old, "new_data": new, "old_value": self._key_words(key, old),
                    "new_value": self._key_words(key, new)})
        if any(line["key"] == "vat" for line in lines):
            partner = self.partner_id
            self.env["res.partner"].new({
                "name": partner.name, "is_company": partner.is_company, "country_id": partner.country_id.id,
                "vat": values["vat"]})._check_uscc()
        return lines + self._bank_differences(values.get("bank") or {})

    def _bank_differences(self, bank):
        account = self.env["res.partner.bank"].browse(bank.get("account") or False)
        if account and account.partner_id != self.partner_id:
            raise UserError(self.env._("%s is not an account of this customer.", account.display_name))
        if not bank.get("close") and not bank.get("acc_number"):
            return []
        old = self._key_value("bank", account)
        new = False if bank.get("close") else {
            "acc_number": bank["acc_number"].strip(), "bank_id": bank.get("bank_id") or False}
        if old == new:
            return []
        return [{
            "key": "bank", "bank_account_id": account.id, "old_data": old, "new_data": new,
            "old_value": self._key_words("bank", old), "new_value": self._key_words("bank", new)}]

    def _key_words(self, key, value):
        if not value:
            return ""
        if key == "bank":
            bank = self.env["res.bank"].browse(value["bank_id"])
            return " ".join(filter(None, [value["acc_number"], bank.name]))
        if key == "capital_currency_id":
            return self.env["res.currency"].browse(value).name
        return f"{value:,.2f}" if isinstance(value, float) else str(value)

    @staticmethod
    def _key_plain(value):
        return value.id if isinstance(value, models.BaseModel) else value

    @staticmethod
    def _bank_words(account):
        return " ".join(filter(None, [account.acc_number, account.bank_id.name]))

    def _write_key_data(self, lines):
        """Write the confirmed ``lines``. The caller has checked that they are."""
        self.ensure_one()
        partner = gate.opened(self.partner_id)
        values = {line.key: line.new_data for line in lines if line.key != "bank"}
        of_partner = {key: value for key, value in values.items() if key in key_data.PARTNER_KEYS}
        of_profile = {key: value for key, value in values.items() if key in key_data.PROFILE_KEYS}
        if of_partner:
            partner.write(of_partner)
        if of_profile:
            gate.opened(self.env["archive.customer.profile"]._of(self)).write(of_profile)
        for line in lines.filtered(lambda line: line.key == "bank"):
            account = gate.opened(line.bank_account_id)
            if not line.new_data:
                account.action_archive()
            elif account:
                account.write(line.new_data)
            else:
                gate.opened(account).create({"partner_id": partner.id, **line.new_data})
