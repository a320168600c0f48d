from ..common import CreditCommon


class ReviewCommon(CreditCommon):
    """A customer with a limit of 1,000, and a company without a credit file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger", "is_company": True})
