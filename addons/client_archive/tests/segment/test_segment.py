from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.segment import segment as segment_module
from .common import SegmentCommon


@tagged("post_install", "-at_install")
class TestSegment(SegmentCommon):
    # ------------------------------------------------------------------
    # What follows from the books
    # ------------------------------------------------------------------
    def test_R38_R39_future_and_upcoming_before_the_first_dealing(self):
        self.order(100, confirm=False)
        self.run_job()
        self.assertEqual(
            (self.dossier.segment_time, self.dossier.segment_dealing, self.dossier.segment_volume),
            ("future", "upcoming", "sporadic"))
        self.assertEqual(self.row().source, "none")
        self.assertIn("1 open quotations", self.as_user("archivist", self.dossier).segment_dealing_why)

    def test_R38_R39_new_and_current_by_an_order_alone(self):
        self.order(1000, days=20)
        self.run_job()
        self.assertEqual((self.dossier.segment_time, self.dossier.segment_dealing), ("new", "current"))
        self.assertEqual((self.row().source, self.row().turnover), ("orders", 1000))

    def test_R39_past_customers_are_never_dropped(self):
        self.invoice(1000, days=900)
        self.run_job()
        self.assertEqual((self.dossier.segment_time, self.dossier.segment_dealing), ("old", "past"))
        self.assertIn("never dropped", self.as_user("archivist", self.dossier).segment_dealing_why)
        preliminary = self._make_dossier(self._make_customer("Old One", "91330106MA2CFLDG4R"), state="preliminary")
        self.invoice(10, preliminary.partner_id, days=900)
        self.run_job()
        with self.assertRaisesRegex(UserError, "never dropped"):
            self.rpc("sales", preliminary, "unlink")

    def test_R41_main_is_explained(self):
        self.invoice(4200, days=30)
        self.invoice(5800, self.second_partner, days=40)
        self.run_job()
        self.assertEqual((self.dossier.segment_volume, self.row().share), ("main", 42.0))
        self.assertIn(
            "42% of turnover of the last 12 months", self.as_user("archivist", self.dossier).segment_volume_why)

    def test_R41_credit_notes_count_and_drafts_do_not(self):
        self.invoice(1000, days=30)
        self.invoice(400, days=20, move_type="out_refund")
        self.invoice(9999, days=10).button_draft()
        self.run_job()
        self.assertEqual((self.row().turnover, self.row().dealing_count), (600, 1))

    def test_R41_invoices_count_not_the_orders_behind_them(self):
        self.order(5000, days=30)
        self.invoice(1000, days=20)
        self.run_job()
        self.assertEqual((self.row().source, self.row().turnover), ("invoices", 1000))

    def test_R41_foreign_currency_counts_in_the_company_s(self):
        currency = self.env["res.currency"].create({"name": "ZZZ", "symbol": "Z"})
        self.env["res.currency.rate"].create({
            "currency_id": currency.id, "company_id": self.company.id, "rate": 4.0,
            "name": self.today - timedelta(days=400)})
        self.invoice(1000, days=30, currency_id=currency.id)
        pricelist = self.env["product.pricelist"].create({"name": "Z", "currency_id": currency.id})
        order = self.order(2000, self.second_partner, days=30, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, currency)
        self.run_job()
        self.assertEqual(self.row().turnover, 250)
        self.assertEqual(self.row(self.second).turnover, 500)

    def test_other_company_neither_counts_nor_is_counted(self):
        other = self.env["res.company"].create({"name": "Other", "country_id": self.env.ref("base.us").id})
        self.env["account.chart.template"].try_loading("generic_coa", company=other, install_demo=False)
        self.env.user.company_ids |= other
        elsewhere = self.env["archive.dossier"].with_company(other).create({
            "partner_id": self.partner.id, "company_id": other.id})
        self.invoice(1000, days=30)
        self.invoice(7000, days=30, company=other)
        self.run_job()
        self.assertEqual((self.row().turnover, self.row().share), (1000, 100))
        self.assertEqual((self.row(elsewhere).turnover, self.row(elsewhere).company_id), (7000, other))
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        seen = self.Segment.with_user(stranger).with_context(allowed_company_ids=other.ids).search([])
        self.assertEqual(seen.company_id, other)

    def test_R40_nature_is_proposed(self):
        self.second_partner.write({"is_company": False, "vat": False})
        self.partner.supplier_rank = 1
        self.run_job()
        self.assertEqual((self.dossier.segment_nature, self.second.segment_nature), ("partner", "individual"))
        self.assertIn("proposed", self.as_user("archivist", self.dossier).segment_nature_why)

    # ------------------------------------------------------------------
    # Core and ordinary
    # ------------------------------------------------------------------
    def test_R46_core_is_capped_and_explained(self):
        self.company.archive_core_limit = 1
        self.invoice(3000, days=800)
        self.invoice(9000, days=30)
        self.invoice(2000, self.second_partner, days=800)
        self.invoice(1000, self.second_partner, days=30)
        self.run_job()
        self.assertEqual((self.dossier.segment_rank, self.second.segment_rank), ("core", "ordinary"))
        self.assertEqual((self.row().position, self.row(self.second).position), (1, 2))
        self.assertIn("place 1 for 1 core customers", self.as_user("archivist", self.dossier).segment_rank_why)
        self.assertIn("scored in group A", self.as_user("archivist", self.second).segment_rank_why)

    def test_R46_core_needs_a_long_relation_and_current_dealings(self):
        self.invoice(90000, days=30)
        self.invoice(90000, self.second_partner, days=800)
        self.run_job()
        self.assertEqual((self.dossier.segment_rank, self.second.segment_rank), ("ordinary", "ordinary"))
        self.assertEqual((self.row().position, self.row(self.second).position), (0, 0))

    def test_R46_core_customer_gets_a_deep_survey_once(self):
        self.invoice(3000, days=800)
        self.invoice(3000, days=30)
        self.run_job()
        self.run_job()
        survey = self.dossier.activity_search(["client_archive.mail_activity_core_survey"])
        self.assertEqual(survey.user_id, self.users["sales"])
        self.assertEqual(len(survey), 1)

    def test_R46_small_old_customers_are_flagged(self):
        self.company.archive_core_turnover = 500000
        self.invoice(10, days=2000)
        self.invoice(10, days=100)
        self.invoice(990, self.second_partner, days=20)
        self.run_job()
        self.assertTrue(self.dossier.is_small_old)
        self.assertFalse(self.second.is_small_old, "new")
        self.assertIn(self.dossier, self.env["archive.dossier"].search([("is_small_old", "=", True)]))

    def test_R46_ordinary_are_scored_in_four_groups(self):
        partners = [self._make_customer(f"Customer {number}") for number in range(6)]
        for number, partner in enumerate(partners):
            partner.vat = "91110000600037341L"
            self.invoice(1000 * (number + 1), partner, days=10)
        dossiers = self.env["archive.dossier"].create([{"partner_id": partner.id} for partner in partners])
        self.run_job()
        groups = [self.row(dossier).score_group for dossier in dossiers]
        self.assertEqual(groups, sorted(groups, reverse=True))
        self.assertEqual(len(set(groups)), 4)
        self.assertEqual(self.row(self.second).score_group, "D", "nothing sold")

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------
    def test_change_of_segment_is_journaled_once(self):
        self.invoice(1000, days=30)
        self.run_job()
        self.assertEqual(self.last_events(self.dossier), ["segment_changed"])
        events = self.env["archive.event"].search_count([("res_id", "=", self.dossier.id)])
        self.run_job()
        self.assertEqual(self.env["archive.event"].search_count([("res_id", "=", self.dossier.id)]), events)

    def test_job_goes_on_where_it_was_killed(self):
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 0)  # out of time
        self.patch_chunk(1)
        self.env.cr.execute("DELETE FROM archive_segment")
        self.env.invalidate_all()
        dossiers = self.env["archive.dossier"].search([], order="id")
        for number in range(1, len(dossiers) + 1):
            self.Segment._cron_update()
            self.assertEqual(self.Segment.search([]).dossier_id, dossiers[:number])
        self.Segment._cron_update()
        self.assertEqual(len(self.Segment.search([])), len(dossiers))

    def patch_chunk(self, size):
        self.patch(segment_module, "_CHUNK", size)

    def test_cron_record_runs_it(self):
        self.invoice(1000, days=30)
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_segment").method_direct_trigger()
        self.assertEqual(self.dossier.segment_dealing, "current")

    def test_new_settings_make_all_due(self):
        self.run_job()
        self.assertTrue(self.row().computed_on)
        self.company.archive_main_share = 60.0
        self.assertFalse(self.row().computed_on)

    def test_queries_of_a_chunk_do_not_depend_on_its_size(self):
        partners = self.env["res.partner"].create([{"name": f"客户{number}"} for number in range(30)])
        many = self.env["archive.dossier"].create([{"partner_id": partner.id} for partner in partners])
        for partner in partners[:5]:
            self.order(10, partner, days=5)
        self.run_job()
        totals = self.Segment._company_turnovers(self.today)
        self.patch(type(self.Figure), "_write_more", lambda *_args: None)  # what other add-ons ask costs their queries

        def queries(dossiers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Segment._update(dossiers.with_env(self.env), self.today + timedelta(days=1), totals)
            self.env.flush_all()
            return self.cr.sql_log_count - before
        queries(many[:1])  # warms what is cached for good
        few = queries(many[1:3])
        self.assertEqual(queries(many[3:]), few)
        self.assertEqual(few, 11)

    # ------------------------------------------------------------------
    # Nobody writes what is worked out
    # ------------------------------------------------------------------
    def test_segments_cannot_be_written_by_rpc(self):
        self.run_job()
        for login in ("sales", "head", "archivist", "archive_head", "manager"):
            for name, value in (("segment_rank", "core"), ("segment_volume", "main"), ("is_small_old", True)):
                with self.subTest(login=login, field=name), self.assertRaises(AccessError), mute_logger(
                        "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                    self.rpc(login, self.dossier, "write", {name: value})
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.row(), "write", {"rank": "core"})
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.row(), "unlink")
        with self.assertRaises(AccessError):
            self.rpc("sales", self.env["archive.dossier"], "create", [
                {"partner_id": self._make_customer("X").id, "segment_rank": "core"}])

    def test_figures_are_for_those_who_may_read_them(self):
        self.invoice(1000, days=30)
        self.run_job()
        self.assertTrue(self.as_user("sales", self.dossier).segment_volume_why)
        self.assertFalse(self.as_user("other_sales", self.dossier).segment_volume_why)
        self.assertFalse(self.as_user("employee", self.dossier).segment_volume_why)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.rpc("employee", self.row(), "read", ["turnover"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("other_sales", self.row(), "read", ["turnover"])
        self.assertEqual(self.as_user("head", self.row()).turnover, 1000)
