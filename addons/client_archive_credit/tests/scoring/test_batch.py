from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.client_archive.tools import gate

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestBatch(EvaluationCommon):
    """Ordinary customers are scored together, from the books (R46)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Batch = cls.env["credit.evaluation.batch"]
        cls.ordinary = cls.env["res.partner"].union(*(cls.ordinary_customer(f"Ordinary {n}") for n in range(5)))

    @classmethod
    def ordinary_customer(cls, name, rank="ordinary"):
        partner = cls.customer(name)
        partner.country_id = cls.env.ref("base.us")  # no Chinese credit code is asked for
        gate.opened(cls.env["archive.dossier"]).create({
            "partner_id": partner.id, "state": "open", "segment_rank": rank})
        return partner

    def batch(self, login="credit", **values):
        return self.Batch.with_user(self.users[login]).create(values)

    def evaluations(self, batch):
        return self.Evaluation.search([("batch_id", "=", batch.id)])

    def start(self, **values):
        batch = self.batch(**values)
        self.rpc("credit", batch, "action_start")
        return batch.with_env(self.env)

    def test_R46_ordinary_customers_are_evaluated_and_core_ones_are_not(self):
        core = self.ordinary_customer("Core", rank="core")
        self.pay(self.invoice(1000, -100, partner=self.ordinary[0]), -60)
        batch = self.start()
        self.assertEqual(self.run_job(self.Batch._cron_run), [len(self.evaluations(batch))])
        found = self.evaluations(batch)
        self.assertLessEqual(self.ordinary, found.partner_id)
        self.assertNotIn(core, found.partner_id)
        self.assertEqual(set(found.mapped("state")), {"confirmed"})
        self.assertTrue(all(found.mapped("is_current")))
        self.assertEqual(found.confirmed_by_id, self.users["credit"])
        self.assertEqual((batch.state, batch.progress, batch.due_count), ("done", 100, 0))
        self.assertIn("is done", batch.message_ids[0].body)

    def test_R46_goes_on_where_it_stood(self):
        batch = self.start()
        self.patch(type(self.Batch), "_chunk", 2)
        self.assertEqual(self.run_job(self.Batch._cron_run, time_for=1), [2])
        batch.invalidate_recordset()
        self.assertEqual((batch.state, batch.done_count), ("running", 2))
        self.rpc("credit", batch, "action_stop")
        self.assertEqual(self.run_job(self.Batch._cron_run), [])
        self.rpc("credit", batch, "action_start")
        self.run_job(self.Batch._cron_run)
        found = self.evaluations(batch)
        self.assertEqual(len(found), len(found.partner_id), "nobody twice")
        self.assertLessEqual(self.ordinary, found.partner_id)

    def test_R94_those_with_a_valid_evaluation_are_left_until_they_are_due(self):
        self.start()
        self.run_job(self.Batch._cron_run)
        with self.assertRaisesRegex(UserError, "No ordinary customer is due"):
            self.start()
        self.Evaluation._due_after_major_change(self.ordinary[0], "New owner")
        batch = self.start()
        self.run_job(self.Batch._cron_run)
        self.assertEqual(self.evaluations(batch).partner_id, self.ordinary[0])
        self.assertTrue(self.evaluations(batch).previous_id)

    def test_R95_high_value_waits_for_experts(self):
        self.invoice(6000000, -20, partner=self.ordinary[0])
        batch = self.start()
        self.run_job(self.Batch._cron_run)
        waiting = self.evaluations(batch).filtered(lambda row: row.state == "draft")
        self.assertEqual(waiting.partner_id, self.ordinary[0])
        self.assertEqual(batch.expert_count, 1)
        with self.assertRaisesRegex(UserError, "experts give their opinion first"):
            self.rpc("credit", waiting, "action_confirm")

    def test_R46_groups(self):
        batch = self.batch(score_group="A")
        self.assertEqual(batch.due_count, 0)
        gate.opened(self.env["archive.segment"].sudo()).create({
            "dossier_id": self.env["archive.dossier"].search([("partner_id", "=", self.ordinary[0].id)]).id,
            "company_id": self.company.id, "score_group": "A"})
        batch.invalidate_recordset()
        self.assertEqual(batch.due_count, 1)

    def test_R46_who_may(self):
        for login in ("sales", "head", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.batch(login)
        batch = self.batch()
        for login in ("gm", "auditor", "sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, batch, "action_start")
        for vals in ({"state": "done"}, {"total": 9}, {"started_by_id": self.users["gm"].id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit", batch, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.Evaluation, "create", [{"partner_id": self.partner.id, "batch_id": batch.id}])
        self.rpc("credit", batch, "action_start")
        with self.assertRaisesRegex(UserError, "Another batch"):
            self.rpc("credit_2", self.batch("credit_2"), "action_start")

    def test_R93_judged_criteria_do_not_fit_batches(self):
        card = self.env.ref("client_archive_credit.scorecard_standard").copy({"audience": "ordinary"})
        with self.assertRaisesRegex(UserError, "from the books alone"):
            self.rpc("credit_manager", card, "action_activate")

    def test_queries_per_customer(self):
        def queries(count):
            partners = self.env["res.partner"].union(*(
                self.ordinary_customer(f"Of {count}, {number}") for number in range(count)))
            batch = self.batch().with_env(self.env)
            gate.opened(batch).write({"started_by_id": self.users["credit"].id})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._evaluate(partners)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        queries(2)
        few, many = queries(2), queries(12)
        self.assertEqual(many - few, 10 * 2, "for each customer its number: the sequence is found, and drawn from")
