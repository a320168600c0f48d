"""Circles within which papers stay, papers whose title is secret, and one of which others do not know (R51)."""

# (code, name, kind, customer, what belongs in it, who is cleared for it)
_CIRCLES = (
    ("X-01", "临港智造园设备总包投标", "project", None, "投标报价、成本测算、联合体意向。开标后由销售总监提出解密。",
     ("archive_head", "archivist", "head_sales", "sales1", "sales2")),
    ("K-01", "华岭桥重工专案", "customer", "hualing", "与该客户的价格协议及往来密函。",
     ("archive_head", "archivist", "head_sales", "sales1", "sales2", "credit_manager")),
)
_LEVEL = "2"


def play(stage):
    circles = {}
    for code, name, kind, key, words, logins in _CIRCLES:
        circle = stage.by("security", "archive.compartment").create({
            "code": code, "name": name, "kind": kind, "description": words,
            "partner_id": stage.customers[key].id if key else False})
        circles[code] = stage.remember(f"compartment_{code.replace('-', '_').lower()}", circle)
        stage.by("security", "archive.clearance").create([
            {
                "user_id": stage.users[login].id, "level": _LEVEL, "date_from": stage.ago(60),
                "date_to": stage.ago(-25 if login == "sales2" else -300), "compartment_ids": [(6, 0, circle.ids)],
                "reason": name}
            for login in logins])
    stage.by("security", "archive.clearance").create([
        {
            "user_id": stage.users[login].id, "level": "3", "date_from": stage.ago(60), "date_to": stage.ago(-300),
            "all_compartments": True, "reason": "公司负责人"}
        for login in ("chairman", "gm", "dgm")])
    _close(stage, circles)


def _close(stage, circles):
    archivist = stage.by("archivist", "archive.document")
    papers = archivist.search([
        ("dossier_id", "=", stage.env.ref("client_archive_demo.dossier_hualing").id), ("state", "=", "filed"),
        ("is_void", "=", False), ("role", "=", "main"), ("annex_ids", "=", False), ("is_out", "=", False),
        ("request_line_ids", "=", False)], order="date desc, id desc", limit=3)
    for paper, visibility in zip(papers, ("catalogue", "title", "existence"), strict=False):
        paper.write({"secrecy_level": _LEVEL, "compartment_id": circles["K-01"].id})
        if visibility != "catalogue":
            paper.write({"visibility": visibility})
