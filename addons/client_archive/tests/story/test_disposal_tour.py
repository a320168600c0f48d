import os

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..disposal.common import DisposalCommon


@tagged("post_install", "-at_install")
class TestDisposalTour(DisposalCommon, HttpCase):
    """An expired paper, from the register to the last signature, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R30_R31_R34_R35_R37_destruction_in_the_web_client(self):
        attachment = self._files_of(self.document.version_ids)
        path = attachment._full_path(attachment.store_fname)
        self.assertTrue(os.path.exists(path))
        action = self.env.ref("client_archive.archive_destruction_batch_action").id
        self._tour(f"/odoo/action-{action}", "put_forward", "archivist")
        batch = self.Batch.search([])
        url = f"/odoo/archive.destruction.batch/{batch.id}"
        self._tour(url, "approve_destruction", "gm")
        with mute_logger("odoo.http"):  # the tour tries a wrong count, and the server says so
            self._tour(url, "count_wrong_then_right", "employee")
        self._tour(url, "count_and_sign", "security")
        self._tour(url, "destroy", "archivist")
        # A request of a test never commits, so the proof is left to the job, as after a crash.
        self.Batch._cron_verify_bytes()
        self.commit_hooks()
        self._tour(url, "count_and_sign", "employee")
        self._tour(url, "count_and_sign", "security")
        self.assertEqual(batch.state, "done")
        self.assertEqual(batch.line_ids.bytes_state, "gone")
        self.assertFalse(os.path.exists(path), "the bytes are gone from the filestore")
        self.assertEqual((self.document.state, self.document.name), ("destroyed", "采购合同"), "the stub remains")
        self.assertTrue(batch.record_ids, "the register is kept (R37)")
