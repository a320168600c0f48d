from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestInvestigation(EvaluationCommon):
    # ------------------------------------------------------------------
    # Contents (R2, R3)
    # ------------------------------------------------------------------
    def test_R2_eleven_sections(self):
        report = self.make_report()
        self.assertEqual(len(report.section_ids), 11)
        self.assertEqual(report.section_ids[0].name, "Profile of the Customer")
        self.assertEqual(report.section_ids[-1].name, "Credit Proposal")
        self.assertTrue(report.name)
        self.assertEqual(report.dossier_id, self.dossier)
        self.assertEqual(report.user_id, self.users["sales"])

    def test_R2_on_screen(self):
        form = Form(self.Investigation.with_user(self.users["credit"]))
        form.partner_id = self.partner
        form.rating_id = self.env.ref("client_archive_credit.grade_b")
        report = form.save()
        self.assertEqual(report.validity_months, 6, "no longer than the weak grade allows (R43)")
        form = Form(report)
        for index in range(len(report.section_ids)):
            with form.section_ids.edit(index) as row:
                row.content = "Findings"
                row.source = "Site visit"
        with form.section_ids.new() as row:
            row.template_section_id = self.env.ref("client_archive_credit.report_template_section_trend")
            row.content = "Rising"
            row.source = "Our books"
        form.save()
        report.action_submit()
        self.assertEqual((report.state, len(report.section_ids)), ("submitted", 12))

    def test_R3_optional_sections_are_added_once(self):
        report = self.make_report()
        trend = self.env.ref("client_archive_credit.report_template_section_trend")
        self.rpc("credit", report, "write", {"section_ids": [Command.create({"template_section_id": trend.id})]})
        self.assertEqual(report.section_ids[-1].name, "Trading Trend")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.rpc("credit", report, "write", {"section_ids": [Command.create({"template_section_id": trend.id})]})

    def test_R3_the_template_is_configurable_by_credit_managers(self):
        template = self.env.ref("client_archive_credit.report_template_standard")
        with self.assertRaises(AccessError):
            self.rpc("credit", template, "write", {"name": "Mine"})
        self.rpc("credit_manager", template, "write", {"section_ids": [
            Command.create({"name": "Exports", "sequence": 500})]})
        self.assertEqual(self.make_report().section_ids[-1].name, "Exports")

    def test_R2_nobody_else_writes_reports(self):
        report = self.make_report()
        for login in ("sales", "head", "gm", "archivist", "auditor", "outsider", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, report, "write", {"proposed_limit": 1})
        with self.assertRaises(AccessError):
            self.rpc("sales", self.Investigation, "create", [{"partner_id": self.partner.id}])

    def test_R51_need_to_know(self):
        report = self.make_report()
        for login in ("sales", "credit_head", "gm", "auditor", "credit_2"):
            self.assertTrue(self.as_user(login, report).has_access("read"), login)
        for login in ("other_sales", "employee", "head", "archivist", "outsider"):
            self.assertFalse(self.as_user(login, report).has_access("read"), login)
            self.assertFalse(self.as_user(login, report.section_ids).has_access("read"), login)

    def test_invariant_8_other_companies_do_not_see_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["credit_2"]
        report = self.make_report()
        stranger.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.as_user("credit_2", report).has_access("read"))

    def test_R2_papers_are_those_of_the_customer(self):
        report = self.make_report()
        report.section_ids[0].document_ids = self.document
        stranger = self._make_dossier(self.env["res.partner"].create({"name": "Ms. Wang"}))
        paper = self._make_document(stranger, "Not his")
        with self.assertRaisesRegex(UserError, "customer's dossier"):
            report.section_ids[0].document_ids = paper

    # ------------------------------------------------------------------
    # Checking by a second person (R96)
    # ------------------------------------------------------------------
    def test_R96_findings_without_source_are_not_submitted(self):
        report = self.make_report()
        report.section_ids[3].source = "  "
        with self.assertRaisesRegex(UserError, report.section_ids[3].name):
            self.rpc("credit", report, "action_submit")
        report.section_ids[3].source = "Bank"
        report.rating_id = False
        with self.assertRaisesRegex(UserError, "rating"):
            self.rpc("credit", report, "action_submit")

    def test_R96_a_second_person_checks(self):
        report = self.make_report("submitted")
        with self.assertRaisesRegex(AccessError, "a second person compares it with the sources"):
            self.rpc("credit", report.section_ids, "action_verify")
        with self.assertRaisesRegex(AccessError, "a second person compares it with the sources"):
            self.rpc("credit", report, "action_check")
        with self.assertRaises(AccessError):
            self.rpc("sales", report.section_ids, "action_verify")
        with self.assertRaisesRegex(UserError, "not verified"):
            self.rpc("credit_2", report, "action_check")
        self.assertTrue(self.as_user("credit_2", report).can_check)
        self.assertFalse(self.as_user("credit", report).can_check)
        self.rpc("credit_2", report.section_ids, "action_verify")
        self.rpc("credit_2", report, "action_check")
        self.assertEqual((report.state, report.checked_by_id), ("checked", self.users["credit_2"]))
        self.assertEqual(report.approval_pending_user_id, self.users["credit_head"])

    def test_R96_whoever_worked_on_it_does_not_check(self):
        report = self.make_report()
        self.rpc("credit_2", report.section_ids[0], "write", {"content": "I was there too"})
        self.rpc("credit", report, "action_submit")
        with self.assertRaisesRegex(AccessError, "a second person compares it with the sources"):
            self.rpc("credit_2", report.section_ids, "action_verify")
        with self.assertRaisesRegex(AccessError, "a second person compares it with the sources"):
            self.rpc("credit_2", report, "action_check")

    def test_R96_a_named_collector_does_not_check(self):
        report = self.make_report()
        report.section_ids[0].collector_id = self.users["credit_2"]
        self.rpc("credit", report, "action_submit")
        with self.assertRaises(AccessError):
            self.rpc("credit_2", report.section_ids[1], "action_verify")

    def test_R96_whoever_adds_or_removes_a_section_does_not_check(self):
        optional = self.env["credit.report.template.section"].search([("is_optional", "=", True)], limit=1)
        report = self.make_report()
        added = self.rpc("credit_2", self.env["credit.investigation.section"], "create", [{
            "investigation_id": report.id, "template_section_id": optional.id, "content": "All is well",
            "source": "Hearsay", "collector_id": self.users["credit"].id}])
        report.invalidate_recordset()
        report.with_user(self.users["credit"]).action_submit()
        with self.assertRaises(AccessError):
            self.rpc("credit_2", self.env["credit.investigation.section"].browse(added), "action_verify")
        other = self.make_report()
        self.rpc("credit_2", other.section_ids[0], "unlink")
        other.with_user(self.users["credit"]).action_submit()
        with self.assertRaises(AccessError):
            self.rpc("credit_2", other.section_ids, "action_verify")

    def test_R96_what_is_changed_is_verified_again(self):
        report = self.make_report("submitted")
        self.rpc("credit_2", report.section_ids, "action_verify")
        report.with_user(self.users["credit_2"])._return("The site visit has no date")
        self.assertEqual(report.state, "draft")
        self.rpc("credit", report.section_ids[5], "write", {"content": "Visited on 3 March"})
        self.assertEqual(report.unverified_count, 1)
        self.assertFalse(report.section_ids[5].verified_by_id)

    def test_R96_returning_needs_a_reason_and_a_second_person(self):
        report = self.make_report("submitted")
        with self.assertRaises(AccessError):
            report.with_user(self.users["credit"])._return("Myself")
        with self.assertRaises(UserError):
            report.with_user(self.users["credit_2"])._return(" ")
        wizard = self.env["credit.investigation.return"].with_user(self.users["credit_2"]).create({
            "investigation_id": report.id, "reason": "No source"})
        self.rpc("credit_2", wizard, "action_return")
        self.assertEqual(report.state, "draft")
        self.assertIn("investigation_returned", self.last_events(report, 3))

    def test_R96_rpc_does_not_verify(self):
        draft, submitted = self.make_report(), self.make_report("submitted")
        for vals in ({"state": "verified"}, {"verified_by_id": self.users["credit_2"].id},
                     {"verified_on": self.today}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_2", draft.section_ids[0], "write", vals)
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("credit_2", submitted.section_ids[0], "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.env["credit.investigation.section"], "create", [{
                "investigation_id": self.make_report().id, "state": "verified",
                "template_section_id": self.env.ref("client_archive_credit.report_template_section_trend").id}])

    def test_invariant_2_states_move_by_buttons_only(self):
        report = self.make_report()
        for vals in ({"state": "approved"}, {"valid_until": self.today}, {"checked_by_id": self.users["gm"].id},
                     {"contributor_ids": [Command.clear()]}, {"author_id": self.users["gm"].id},
                     {"figures": {"turnover": 1}}, {"sha256": "0"}, {"noticed": True}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit", report, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.Investigation, "create", [{"partner_id": self.partner.id, "state": "approved"}])

    def test_an_officer_does_not_submit_twice(self):
        report = self.make_report("submitted")
        with self.assertRaises(UserError):
            self.rpc("credit_2", report, "action_submit")
        self.assertEqual(report.submitted_by_id, self.users["credit"])

    # ------------------------------------------------------------------
    # Approval and seal
    # ------------------------------------------------------------------
    def test_R2_head_then_credit_manager(self):
        report = self.make_report("checked")
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", report, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("credit", report, "action_approve")
        self.rpc("credit_head", report, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("credit_head", report, "action_approve")
        self.rpc("credit_manager", report, "action_approve")
        self.assertEqual((report.state, report.approved_by_id), ("approved", self.users["credit_manager"]))
        self.assertIn("investigation_approved", self.last_events(report, 2))

    def test_R2_a_large_limit_goes_to_the_general_manager(self):
        report = self.make_report("checked", proposed_limit=1000000)
        self.rpc("credit_head", report, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", report, "action_approve")
        self.rpc("gm", report, "action_approve")
        self.assertEqual(report.state, "approved")

    def test_R96_the_checker_does_not_approve(self):
        report = self.make_report("submitted")
        self.users["credit_manager_2"] = self.users["credit_2"]
        self.users["credit_2"].write({
            "group_ids": [Command.link(self.env.ref("client_archive_credit.group_credit_manager").id)]})
        self.check(report)
        self.rpc("credit_head", report, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("credit_2", report, "action_approve")
        self.rpc("credit_manager", report, "action_approve")
        self.assertEqual(report.state, "approved")

    def test_R96_the_only_credit_manager_does_not_check(self):
        report = self.make_report("submitted")
        with self.assertRaisesRegex(UserError, "somebody else check"):
            self.check(report, "credit_manager")

    def test_a_refused_report_goes_back(self):
        report = self.make_report("checked")
        report.with_user(self.users["credit_head"])._approval_decide("refused", "Too optimistic")
        self.assertEqual(report.state, "draft")
        self.rpc("credit", report, "write", {"proposed_limit": 100})
        self.rpc("credit", report, "action_submit")
        self.assertEqual(report.state, "submitted")

    def test_only_who_submitted_takes_back(self):
        report = self.make_report("checked")
        with self.assertRaises(AccessError):
            self.rpc("credit_2", report, "action_take_back")
        self.rpc("credit", report, "action_take_back")
        self.assertEqual(report.state, "draft")
        self.assertFalse(report.activity_ids)

    def test_R78_an_approved_report_is_sealed(self):
        for state in ("submitted", "checked", "approved"):
            report = self.make_report(state)
            section = report.section_ids[0]
            other = self.make_report()
            trend = self.env.ref("client_archive_credit.report_template_section_trend")
            attempts = [
                (report, "write", {"proposed_limit": 999999}), (report, "write", {"conclusion": "Better"}),
                (report, "write", {"rating_id": False}), (report, "write", {"survey_date": self.day(-1)}),
                (report, "write", {"section_ids": [Command.delete(section.id)]}),
                (section, "write", {"content": "Better"}), (section, "write", {"source": "Rumour"}),
                (section, "write", {"investigation_id": other.id}),
                (other.section_ids[0], "write", {"investigation_id": report.id}),
                (self.env["credit.investigation.section"], "create", [
                    {"investigation_id": report.id, "template_section_id": trend.id}]),
            ]
            for records, method, vals in attempts:
                with self.subTest(state=state, vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                    self.rpc("credit", records, method, vals)
            for records in (section, report):
                with self.assertRaises(UserError):
                    self.rpc("credit", records, "unlink")
            self.assertFalse(report.seal_broken)

    def test_R78_a_change_past_the_product_breaks_the_seal(self):
        report = self.make_report("approved")
        self.assertEqual(len(report.sha256), 64)
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE credit_investigation_section SET content = 'Better' WHERE id = %s", report.section_ids[0].id))
        self.env.invalidate_all()
        self.assertTrue(report.seal_broken)

    def test_R43_a_new_report_takes_the_place_of_the_old(self):
        first = self.make_report("approved")
        second = self.make_report("approved")
        self.assertEqual((first.state, second.state), ("superseded", "approved"))

    def test_a_report_is_about_the_customer(self):
        contact = self.env["res.partner"].create({"name": "Ms. Li", "parent_id": self.partner.id})
        with self.assertRaises(ValidationError):
            self.make_report(partner=contact)

    def test_the_partner_form_counts_reports(self):
        self.make_report()
        self.make_report()
        self.assertEqual(self.as_user("credit", self.partner).credit_investigation_count, 2)
        self.assertEqual(self.as_user("other_sales", self.partner).credit_investigation_count, 0)
