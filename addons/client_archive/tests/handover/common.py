from odoo import fields
from odoo.exceptions import UserError

from ..common import ArchiveCommon


class HandoverCommon(ArchiveCommon):
    """Managers A (sales) and B (other_sales), two papers that wait to be handed over."""

    REFUSED = UserError  # of which AccessError is one

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Handover = cls.env["archive.handover"]
        cls.project = cls.env.ref("client_archive.handover_rule_project")
        cls.deal = cls.env.ref("client_archive.handover_rule_deal")
        cls.contract_rule = cls.env.ref("client_archive.handover_rule_contract")
        cls.title_rule = cls.env.ref("client_archive.handover_rule_title")
        cls.papers = cls._make_document(cls.dossier, "立项审批表", state="draft") \
            | cls._make_document(cls.dossier, "保证合同", state="draft")

    @classmethod
    def make_handover(cls, papers=None, state="draft", rule=None, **values):
        """A list of ``papers``, brought to ``state`` by the people whose task that is."""
        papers = cls.papers if papers is None else papers
        rule = rule or cls.project
        handover = cls.Handover.with_user(cls.users["sales"]).create({
            "rule_id": rule.id, "dossier_ids": [(6, 0, papers.dossier_id.ids or cls.dossier.ids)],
            "manager_b_id": cls.users["other_sales"].id if rule.has_manager_b else False,
            "line_ids": [(0, 0, {"document_id": paper.id}) for paper in papers], **values})
        if state in ("to_check", "to_receive", "done"):
            handover.action_sign()
        if state in ("to_receive", "done") and rule.has_manager_b:
            cls.check_and_sign(handover, "other_sales")
        if state == "done":
            cls.check_and_sign(handover, "archivist")
        return handover.with_env(cls.env)

    @classmethod
    def check_and_sign(cls, handover, login):
        """Tick every item and sign, as a client would."""
        cls.rpc(login, handover, "action_check_all")
        cls.rpc(login, handover, "action_sign")

    @classmethod
    def ask_supplement(cls, handover, login="other_sales", **values):
        """An entry on the supplement list."""
        return cls.env["archive.handover.supplement"].with_user(cls.users[login]).create({
            "handover_id": handover.id, "name": "缺少法定代表人签字", "kind": "signature",
            "due_on": fields.Date.add(fields.Date.today(), days=2), **values}).with_env(cls.env)
