from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase

from ..common import USCC, ArchiveCommon


class DisposalCommon(ArchiveCommon):
    """A customer whose dealings ended four years ago: every paper on default retention has expired."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not issubclass(cls, HttpCase):  # which does it itself
            # The proof of destruction opens a cursor of its own after the commit.
            cls.registry_enter_test_mode_cls()
        cls.Batch = cls.env["archive.destruction.batch"]
        cls.expire(cls.dossier)

    @classmethod
    def expire(cls, dossier, years=4):
        """Close ``dossier``, with its last settlement ``years`` ago."""
        archivist = dossier.with_user(cls.users["archivist"])
        archivist.action_close()
        archivist.last_settlement_on = date.today() - relativedelta(years=years)
        cls.env.flush_all()

    @classmethod
    def other_dossier(cls):
        """An open dossier of another customer."""
        return cls._make_dossier(cls.env["res.partner"].create({
            "name": "Hangzhou Sample Trading", "is_company": True, "vat": USCC[1],
            "country_id": cls.env.ref("base.cn").id}))

    @classmethod
    def expired_document(cls, name, **values):
        """One more expired paper of the first customer."""
        cls.dossier.with_user(cls.users["archivist"]).action_reopen()
        document = cls._make_document(cls.dossier, name, **values)
        cls.expire(cls.dossier)
        return document

    @classmethod
    def make_batch(cls, documents=None, state="draft", **values):
        """A register of ``documents``, brought to ``state`` by the people whose task that is."""
        batch = cls.Batch.with_user(cls.users["archivist"]).create({
            "opinion": "Expired and of no further use.",
            "supervisor_1_id": cls.users["employee"].id, "supervisor_2_id": cls.users["security"].id,
            "line_ids": [(0, 0, {"document_id": document.id, "decision": "destroy"})
                         for document in (documents or cls.document)],
            **values})
        steps = {
            "submitted": batch.action_submit,
            "approved": batch.with_user(cls.users["gm"]).action_approve,
            "counted": lambda: cls.sign(batch),
            "executed": lambda: cls.execute(batch),
            "done": lambda: cls.sign(batch),
        }
        if state != "draft":
            for name, step in steps.items():
                step()
                if name == state:
                    break
        return batch.with_env(cls.env)

    @classmethod
    def execute(cls, batch):
        batch.with_user(cls.users["archivist"]).action_execute()
        cls.commit_hooks()

    @classmethod
    def commit_hooks(cls):
        """Run what waits for the commit of this transaction (test cursors never do)."""
        cls.env.flush_all()
        cls.env.cr.postcommit.run()
        cls.env.invalidate_all()

    @classmethod
    def sign(cls, batch, logins=("employee", "security"), **counts):
        """Count and sign as ``logins``."""
        for login in logins:
            mine = batch.with_user(cls.users[login])
            mine.env["archive.destruction.sign"].create({
                "batch_id": batch.id, "papers": counts.get("papers", mine.destroy_count),
                "pages": counts.get("pages", mine.destroy_pages)}).action_sign()
