from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# What waits is counted up to here: nobody needs to know how much more, and the cost does not grow with it.
MOST = 10_000


class Card(NamedTuple):
    """One card of the desk: what waits, and the list behind it.

    The title stands behind the domain, because the export of terms takes a leaf right behind a term for one as well.

    :ivar key: names the card; unique on the desk
    :ivar domain: what is counted, and what the list shows
    :ivar action: external id of the action whose views the list has
    :ivar tone: ``danger`` for what is late, ``warning`` for what is due, ``info`` for work
    :ivar hint: a few words below the title
    :ivar context: of the list
    :ivar own: whose records these are does not depend on who may read them: counted without record rules
    """

    key: str
    model: str
    domain: list
    action: str
    icon: str
    title: str
    tone: str = "info"
    hint: str = ""
    context: dict = {}
    own: bool = False


class Section(NamedTuple):
    """A heading of the desk and its cards."""

    key: str
    title: str
    cards: list


class ArchiveDesk(models.AbstractModel):
    """The work desk: what waits for the current user, each with the list behind it.

    Rooms and roles add their sections in :meth:`_sections`. All cards are counted in one query.
    """

    _name = "archive.desk"
    _description = "Work Desk"

    # ------------------------------------------------------------------
    # What is on it
    # ------------------------------------------------------------------
    @api.model
    def _sections(self):
        """Hook: the :class:`Section` objects that the current user sees, in order."""
        return []

    @api.model
    def _readable_sections(self):
        """Sections without what the user may not read at all; one without cards is not there."""
        sections = []
        for section in self._sections():
            cards = [card for card in section.cards if self.env[card.model].has_access("read")]
            if cards:
                sections.append(section._replace(cards=cards))
        return sections

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------
    @api.model
    @api.readonly
    def read_desk(self):
        """What waits for the current user.

        :return: mapping with the ``sections``, each with its cards and their counts, and what is open of the
            ``setup`` of the company, for those who do it
        :raises AccessError: for who does not work with the archive
        """
        self._check_user()
        sections = self._readable_sections()
        counts = self._counts([card for section in sections for card in section.cards])
        return {
            "user": self.env.user.name,
            "most": MOST,
            "sections": [
                {
                    "key": section.key, "title": section.title,
                    "cards": [
                        {"key": card.key, "title": card.title, "icon": card.icon, "tone": card.tone,
                         "hint": card.hint, "count": counts[card.key]}
                        for card in section.cards],
                }
                for section in sections],
            "setup": self._setup(),
        }

    @api.model
    def open_card(self, key):
        """Action that opens the list behind the card ``key``.

        :raises AccessError: for who does not work with the archive
        :raises UserError: for a card that is not on the user's desk
        """
        self._check_user()
        for section in self._readable_sections():
            for card in section.cards:
                if card.key == key:
                    action = self.env["ir.actions.actions"]._for_xml_id(card.action)
                    return {**action, "name": card.title, "display_name": card.title, "domain": card.domain,
                            "context": {"create": False, **card.context}}
        raise UserError(self.env._("This card is not on your desk any more: refresh it."))

    @api.model
    def _check_user(self):
        if not self.env.user.has_group("client_archive.group_user"):
            raise AccessError(self.env._("The work desk is for those who work with the archive."))

    @api.model
    def _counts(self, cards):
        """Mapping of each card's key to its count, at most :data:`MOST`; one query for all of them."""
        if not cards:
            return {}
        columns = []
        for card in cards:
            Model = self.env[card.model]
            if card.own:
                # sudo: the domain names the user; see Card
                Model = Model.sudo()
            found = Model._search(card.domain, limit=MOST)
            columns.append(SQL("(SELECT COUNT(*) FROM (%s) waiting)", found.select()))
        [row] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(columns)))
        return {card.key: count for card, count in zip(cards, row, strict=True)}
