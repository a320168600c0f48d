from odoo import models


class ArchiveFormerNumber(models.Model):
    _name = "archive.former.number"
    _inherit = ["archive.former.number", "archive.paper.mixin"]


class ArchiveInventoryLine(models.Model):
    _name = "archive.inventory.line"
    _inherit = ["archive.inventory.line", "archive.paper.mixin"]
