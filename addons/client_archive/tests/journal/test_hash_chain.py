from odoo.tests import BaseCase, tagged

from ...tools import hash_chain


def _event(number):
    return dict.fromkeys(hash_chain.EVENT_FIELDS, False) | {"id": number, "note": f"act {number}"}


def _sealed(events):
    previous, rows = hash_chain.GENESIS, []
    for event in events:
        digest = hash_chain.digest(event)
        previous = hash_chain.link(previous, digest)
        rows.append((event["id"], event, digest, previous))
    return rows


@tagged("at_install", "-post_install")
class TestHashChain(BaseCase):
    def setUp(self):
        super().setUp()
        self.rows = _sealed(_event(number) for number in range(1, 6))

    def test_R78_whole_chain_verifies(self):
        head, fault = hash_chain.verify(self.rows)
        self.assertIsNone(fault)
        self.assertEqual(head, self.rows[-1][3])

    def test_R78_altered_event_is_named(self):
        number, event, digest, link = self.rows[2]
        self.rows[2] = (number, event | {"note": "forged"}, digest, link)
        self.assertEqual(hash_chain.verify(self.rows)[1], hash_chain.Fault("altered", 3))

    def test_R78_altered_event_with_new_digest_is_named(self):
        number, event, _digest, link = self.rows[2]
        forged = event | {"note": "forged"}
        self.rows[2] = (number, forged, hash_chain.digest(forged), link)
        self.assertEqual(hash_chain.verify(self.rows)[1], hash_chain.Fault("relinked", 3))

    def test_R78_removed_event_is_named(self):
        number, _event_row, digest, link = self.rows[2]
        self.rows[2] = (number, None, digest, link)
        self.assertEqual(hash_chain.verify(self.rows)[1], hash_chain.Fault("removed", 3))

    def test_R78_removed_seal_breaks_the_next(self):
        del self.rows[2]
        self.assertEqual(hash_chain.verify(self.rows)[1], hash_chain.Fault("relinked", 4))

    def test_R78_swapped_events_are_found(self):
        self.rows[1], self.rows[2] = self.rows[2], self.rows[1]
        self.assertEqual(hash_chain.verify(self.rows)[1], hash_chain.Fault("relinked", 3))

    def test_R78_digest_does_not_confuse_fields(self):
        """What moves from one field to the next is another event."""
        one = _event(1) | {"note": "a", "remote_addr": "b"}
        other = _event(1) | {"note": "ab", "remote_addr": ""}
        self.assertNotEqual(hash_chain.digest(one), hash_chain.digest(other))
