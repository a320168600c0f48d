"""Customers are classed from two years of trade, as every night; a few segments are confirmed or set by hand."""

_SEEN = (
    ("hualing", "nature", "special", "省属国有控股企业，按特殊公司管理"),
    ("chuanyu", "nature", "special", "电网物资企业，国有独资"),
    ("jinshui", "nature", "government", "区财政局下属采购机构"),
    ("zhou", "nature", "individual", "身份证件已核对"),
)


def play(stage):
    company = stage.company
    company.write({"archive_core_limit": 5, "archive_main_share": 8.0})
    Segment = stage.env["archive.segment"]
    dossiers = stage.env["archive.dossier"].search([("company_id", "=", company.id)])
    Segment._update(dossiers, stage.today, Segment._company_turnovers(stage.today))
    Segment._rank(company, stage.today)
    for key, axis, value, reason in _SEEN:
        dossier = dossiers.filtered(lambda dossier, wanted=stage.customers[key]: dossier.partner_id == wanted)
        stage.by("archivist", dossier)._overrule(axis, value, reason)
    promising = dossiers.filtered(lambda dossier: dossier.partner_id == stage.customers["mingde"])
    stage.by("head_sales", promising)._overrule("rank", "core", "集团重点项目，明年框架协议金额预计翻番")
