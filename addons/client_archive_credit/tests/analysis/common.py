from ..warning.common import WarningCommon


class AnalysisCommon(WarningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Position = cls.env["credit.position"]
        cls.Month = cls.env["credit.month"]
        cls.second = cls.env["res.partner"].create({
            "name": "Second Customer", "is_company": True, "user_id": cls.users["other_sales"].id})

    def refresh(self):
        self.Position._refresh(self.company)
        return self.Position.search([("company_id", "=", self.company.id)])

    def of(self, partner=None):
        return self.refresh().filtered(lambda row: row.partner_id == (partner or self.partner))
