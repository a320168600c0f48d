import secrets
import time

from odoo import api, models
from odoo.tools import consteq, hmac

from ...tools import gate

_LINK_SECONDS = 7 * 24 * 3600
_SCOPE = "client_archive.approval"


class ArchiveApprovalStep(models.Model):
    """The mail that calls somebody to decide, and the link in it.

    The link is signed, for one user, good for a week and for one use; it needs a login, and opening it decides
    nothing: mail scanners open links.
    """

    _inherit = "archive.approval.step"

    def _notify_call(self, user, reminder=False):
        """Write to ``user`` that this step waits for them; ``self`` in sudo."""
        self.ensure_one()
        step = self.with_context(lang=user.lang)
        document = step._document()
        subject = step._call_subject(document, reminder)
        body = step.env["ir.qweb"]._render("client_archive.approval_call_mail", {
            "step": step, "document": document, "user": user, "reminder": reminder,
            "link": None if step.is_asked else step._link(user)}, minimal_qcontext=True)
        document.message_notify(
            partner_ids=user.partner_id.ids, body=body, subject=subject,
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=step.document_type, subtitles=[document.display_name])

    def _call_subject(self, document, reminder):
        if self.is_asked:
            return self.env._("Question about %s", document.display_name)
        if reminder:
            return self.env._("Reminder: %(document)s waits for your decision", document=document.display_name)
        return self.env._("%(document)s waits for your decision", document=document.display_name)

    # ------------------------------------------------------------------
    # Link
    # ------------------------------------------------------------------
    def _link(self, user):
        """Address under which ``user`` is asked to decide this step."""
        if not self.link_key:
            gate.opened(self).write({"link_key": secrets.token_urlsafe(16)})
        expires = int(time.time()) + _LINK_SECONDS
        return (f"{self._document().get_base_url()}/archive/approval/{self.id}/{user.id}/{expires}"
                f"/{self._link_token(user.id, expires)}")

    def _link_token(self, user_id, expires):
        # sudo: the secret of the database, and the key of this step
        return hmac(self.env(su=True), _SCOPE, (self.id, user_id, expires, self.sudo().link_key))

    @api.model
    def _from_link(self, step_id, user_id, expires, token):
        """The step of a link and, if the link is no good for the current user, why.

        :returns: step in sudo (empty for a forged link) and ``None``, or a sentence for the user
        """
        step = self.sudo().browse(step_id).exists()  # sudo: the token says what may be shown, _decide() who decides
        if not step or not step.link_key or not consteq(step._link_token(user_id, expires), token):
            return step.browse(), self.env._("This link was used already, or it is not valid.")
        if expires < time.time():
            return step.browse(), self.env._("This link has expired. What waits for you is under My Approvals.")
        if user_id != self.env.uid:
            return step.browse(), self.env._("This link was sent to somebody else. Log in as the one who got the mail.")
        return step, None
