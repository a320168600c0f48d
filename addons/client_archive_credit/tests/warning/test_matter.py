from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WarningCommon


@tagged("-at_install", "post_install")
class TestMatter(WarningCommon):
    """One warning for each matter, with its owner and term (R99); what raises one at once."""

    # ------------------------------------------------------------------
    # Indicators
    # ------------------------------------------------------------------
    def test_R99_use_of_the_limit(self):
        self.grant(1000)
        self.invoice(950)
        self.assertEqual(self.found("limit_used", 90), {self.partner.id: 95})
        self.assertEqual(self.found("limit_used", 96), {})

    def test_R99_use_of_a_limit_that_a_group_shares(self):
        other = self.partner.copy({"name": "Sister"})
        group = self.env["credit.group"].create({"name": "Group"})
        files = self.grant(0) | self.grant(0, partner=other)
        files.with_user(self.users["credit_manager"]).write({"group_id": group.id})
        application = self.apply(1000, group_id=group.id, login="credit_officer")
        while application.state == "submitted":
            application.with_user(application.approval_pending_user_id).action_approve()
            application.invalidate_recordset()
        self.invoice(500)
        self.invoice(450, partner=other)
        self.assertEqual(self.found("limit_used", 90), {self.partner.id: 95, other.id: 95})

    def test_R99_the_limit_expires(self):
        file = self.grant(1000, valid_until=self.in_days(10))
        self.assertEqual(self.found("limit_expiring", 15), {self.partner.id: 10})
        self.assertEqual(self.found("limit_expiring", 9), {})
        file.with_user(self.users["credit_manager"]).action_close()
        self.assertEqual(self.found("limit_expiring", 15), {})

    def test_R99_papers_expire(self):
        self.document.valid_until = self.today + timedelta(days=10)
        self.assertEqual(self.found("papers_expiring", 15), {self.partner.id: 10})
        self.assertEqual(self.found("papers_expiring", 9), {})

    # ------------------------------------------------------------------
    # At once
    # ------------------------------------------------------------------
    def news(self, kind="deterioration"):
        return self.env["archive.change"].with_user(self.users["sales"]).create({
            "dossier_id": self.dossier.id, "name": "Layoffs", "kind": kind, "source": "Newspaper"})

    def test_R99_negative_news_warns_at_once(self):
        self.rule("negative_news", 1, severity="high")
        self.news("legal_representative")
        self.assertFalse(self.Warning.search([("partner_id", "=", self.partner.id)]))
        self.news()
        warning = self.Warning.search([("partner_id", "=", self.partner.id)])
        self.assertEqual((warning.indicator, warning.state, warning.value), ("negative_news", "open", 1))
        self.assertIn(self.users["credit_manager"], warning.activity_ids.user_id)
        self.assertIn(self.users["sales"], warning.activity_ids.user_id)
        self.news("dispute")
        self.assertEqual(len(self.Warning.search([("partner_id", "=", self.partner.id)])), 1)
        self.assertIn("Layoffs", " ".join(warning.message_ids.mapped("body")))

    def test_R99_the_same_news_does_not_warn_again(self):
        self.rule("negative_news", 1, quiet_days=0)
        self.news()
        warning = self.Warning.search([("partner_id", "=", self.partner.id)])
        self.handle("credit_officer", warning, "watch")
        self.assertFalse(self.look())

    def test_R99_R107_a_broken_promise_warns_at_once(self):
        self.rule("broken_promises", 1, severity="high", action="collect")
        matter = self.open_matter()
        self.promise(matter, 500, days=-1, made=9)
        self.run_round(self.Promise, "_cron_judge")
        warning = self.Warning.search([("partner_id", "=", self.partner.id)])
        self.assertEqual((warning.indicator, warning.value, warning.action), ("broken_promises", 1, "collect"))
        self.promise(matter, 500, days=-1, made=9)
        self.run_round(self.Promise, "_cron_judge")
        self.assertEqual(len(self.Warning.search([("partner_id", "=", self.partner.id)])), 1, "one for each matter")

    # ------------------------------------------------------------------
    # One for each matter
    # ------------------------------------------------------------------
    def test_R99_the_severest_line_of_a_matter_is_raised_alone(self):
        self.rule(threshold=90, severity="high")
        warning = self.warning(threshold=30, severity="low")
        self.assertEqual((len(warning), warning.severity, warning.threshold), (1, "high", 90))
        self.assertFalse(self.look())

    def test_R99_a_severer_line_makes_the_open_warning_severer(self):
        warning = self.warning(threshold=30, severity="low", action="watch")
        self.dialog("credit_officer", warning, "planned", measure="watch", deadline=self.in_days(9),
                    owner_id=self.users["credit_officer"].id)
        severe = self.rule(threshold=90, severity="high", action="legal")
        self.assertFalse(self.look())
        self.assertEqual((warning.rule_id, warning.severity, warning.action), (severe, "high", "legal"))
        self.assertEqual(warning.state, "planned")
        self.assertEqual(self.last_events(warning), ["warning_raised"])
        self.assertFalse(self.look())

    # ------------------------------------------------------------------
    # Owner, term, escalation
    # ------------------------------------------------------------------
    def test_R99_owner_and_term(self):
        warning = self.warning(term_days=3)
        self.assertEqual(warning.owner_id, self.users["credit_manager"])
        working = self.company._archive_working_days()
        days = [day for day in (self.today + timedelta(days=number) for number in range(1, 30)) if working(day)]
        self.assertEqual(warning.deadline, days[2])
        self.rpc("credit_officer", warning, "write", {"owner_id": self.users["credit_officer"].id})
        self.assertIn(self.users["credit_officer"], warning.activity_ids.user_id)
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", warning, "write", {"deadline": "2099-01-01"})
        with self.assertRaises(AccessError):
            self.rpc("sales", warning, "write", {"owner_id": self.users["sales"].id})

    def test_R99_a_rule_names_the_owner(self):
        warning = self.warning(owner_id=self.users["credit_officer"].id)
        self.assertEqual(warning.owner_id, self.users["credit_officer"])

    def test_R99_what_is_late_is_reported_once(self):
        warning = self.warning(severity="high")
        self.run_round(self.Warning, "_cron_follow")
        self.assertFalse(warning.escalated_on)
        self.let_time_pass(warning, 30)
        self.assertTrue(warning.is_late)
        self.assertEqual(self.Warning.search([("is_late", "=", True)]), warning)
        self.run_round(self.Warning, "_cron_follow")
        self.assertEqual(warning.escalated_on, self.today)
        self.assertIn(self.users["gm"], warning.activity_ids.user_id)
        self.assertEqual(self.last_events(warning), ["warning_late"])
        number = len(warning.activity_ids)
        self.run_round(self.Warning, "_cron_follow")
        self.assertEqual(len(warning.activity_ids), number)

    def test_R99_the_scheduled_jobs_run(self):
        warning = self.warning()
        self.let_time_pass(warning, 30)
        for name in ("ir_cron_warning_follow", "ir_cron_warning_digest"):
            with self.enter_registry_test_mode():
                self.env.ref(f"client_archive_credit.{name}").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(warning.escalated_on)
