from odoo import api, models
from odoo.exceptions import AccessError

_SETS_UP = ("client_archive.group_manager", "client_archive.group_archive_head")


class ArchiveDesk(models.AbstractModel):
    """What a new company sets up before its archive works, and what of it is still open."""

    _inherit = "archive.desk"

    @api.model
    def _sets_up(self):
        return any(self.env.user.has_group(group) for group in _SETS_UP)

    @api.model
    def _setup(self):
        """The checklist of the current company for those who set it up; ``False`` for others.

        :return: mapping with the ``steps``, whether it was ``dismissed``, and how many steps are ``done``
        """
        if not self._sets_up():
            return False
        company = self.env.company
        if company.archive_setup_dismissed:
            return {"dismissed": True, "steps": [], "done": 0, "company": company.name}
        steps = self._setup_steps(company)
        return {
            "dismissed": False, "company": company.name, "done": sum(step["done"] for step in steps),
            "steps": [{name: step[name] for name in ("key", "title", "hint", "done")} for step in steps]}

    @api.model
    def _setup_steps(self, company):
        """Hook: steps of the checklist: key, title, hint, whether they are done, and the action to do them."""
        there = self._setup_facts(company)
        missing, headless = self._vacant_offices(company), there["headless"]
        return [
            self._step("fonds", self.env._("Name the fonds"),
                       self.env._("Its number is the first part of every archival code."), there["fonds"], "company"),
            self._step("officers", self.env._("Appoint the officers"),
                       self.env._("Vacant: %s", ", ".join(missing)) if missing else self.env._("All offices are held."),
                       not missing, "client_archive.archive_officer_action"),
            self._step("departments", self.env._("Give each department its head"),
                       self.env._("Without a head who logs in: %s", ", ".join(headless[:5].mapped("name"))) if headless
                       else self.env._("Heads decide on what their people ask for."),
                       there["departments"] and not headless, "hr.hr_department_kanban_action"),
            self._step("archivists", self.env._("Name the archivists and the security officer"),
                       self.env._("They get their roles on the form of the user."), there["people"],
                       "base.action_res_users"),
            self._step("places", self.env._("Draw up the places"),
                       self.env._("Rooms, shelves and boxes; a safe for what is secret."), there["places"],
                       "client_archive.archive_place_action"),
            self._step("number_rule", self.env._("Look at the number rule"),
                       self.env._("How dossiers are numbered."), there["number_rule"],
                       "client_archive.archive_number_rule_action"),
            self._step("routes", self.env._("Look at the approval routes"),
                       self.env._("Who decides on what; the strictest wins."), there["routes"],
                       "client_archive.approval_route_action"),
            self._step("dossier", self.env._("Open the first dossier"),
                       self.env._("One customer, one volume, one box."), there["dossier"],
                       "client_archive.archive_dossier_action"),
        ]

    @api.model
    def _setup_facts(self, company):
        """What is there of what the steps ask for."""
        # sudo: whether something is there at all; the lists behind it are read as the user
        env = self.sudo().env
        shared = ("company_id", "in", (False, company.id))

        def there(model, *domain):
            return bool(env[model].search_count(list(domain), limit=1))
        return {
            "fonds": bool(company.sudo().archive_fonds_number),
            "departments": there("hr.department", shared),
            "headless": env["hr.department"].search([
                shared, "|", ("manager_id", "=", False), ("manager_id.user_id", "=", False)]),
            "places": all(there("archive.place", ("company_id", "=", company.id), ("kind", "=", kind))
                          for kind in ("box", "safe")),
            "number_rule": there("archive.number.rule", shared),
            "routes": there("mail.activity.plan", shared, ("is_approval_route", "=", True),
                            ("res_model", "=", "archive.request")),
            "dossier": there("archive.dossier", ("company_id", "=", company.id)),
            "people": all(self._has_member(name, company) for name in ("archivist", "security_officer")),
        }

    @staticmethod
    def _step(key, title, hint, done, action):
        return {"key": key, "title": title, "hint": hint, "done": done, "action": action}

    @api.model
    def _vacant_offices(self, company):
        Officer = self.env["archive.officer"]
        offices = Officer._fields["role"]._description_selection(self.env)
        return [label for role, label in offices if not Officer._holders(role, company)]

    @api.model
    def _has_member(self, name, company):
        group = self.env.ref(f"client_archive.group_{name}").sudo()  # sudo: whether anybody has the role
        return any(user.active and company in user.company_ids for user in group.all_user_ids)

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------
    @api.model
    def open_setup_step(self, key):
        """Action in which the step ``key`` of the set-up is done.

        :raises AccessError: for who does not set the archive up
        """
        self._check_sets_up()
        company = self.env.company
        action = next((step["action"] for step in self._setup_steps(company) if step["key"] == key), False)
        if action == "company":
            return {"type": "ir.actions.act_window", "res_model": "res.company", "res_id": company.id,
                    "views": [(False, "form")]}
        return action and self.env["ir.actions.actions"]._for_xml_id(action)

    @api.model
    def dismiss_setup(self, dismissed=True):
        """Put the checklist of the current company away, or bring it back.

        :raises AccessError: for who does not set the archive up
        """
        self._check_sets_up()
        company = self.env.company.sudo()  # sudo: who sets the archive up need not administer companies
        if company.archive_setup_dismissed != bool(dismissed):
            company.archive_setup_dismissed = bool(dismissed)
            if dismissed:
                self.env["archive.event"]._log("setup_dismissed", self.env.company)
        return True

    @api.model
    def _check_sets_up(self):
        if not self._sets_up():
            raise AccessError(self.env._("The archive is set up by its head and by those who configure it."))
