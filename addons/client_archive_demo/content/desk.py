"""What the work desk and the seals show beside all that went before: a paper sent back, a scan that was renewed."""

from . import sheets


def play(stage):
    _sent_back(stage)
    _renewed(stage)


def _sent_back(stage):
    """A paper that was handed over without its signature page comes back to its account manager."""
    paper = stage.env["archive.document"].search([
        ("company_id", "=", stage.company.id), ("state", "=", "submitted"), ("is_late", "=", False),
        ("handover_line_ids", "=", False), ("user_id", "=", stage.users["sales1"].id)], order="id", limit=1)
    if paper:
        stage.by("archivist", paper).action_return()


def _renewed(stage):
    """A scan that could not be read well was made anew: its former version is void (R27)."""
    paper = stage.env["archive.document"].search([
        ("company_id", "=", stage.company.id), ("state", "=", "filed"), ("secrecy_level", "=", "0"),
        ("is_void", "=", False), ("type_id.is_licence", "=", False), ("version_ids.mimetype", "=", "application/pdf")],
        order="id desc", limit=1)
    if paper:
        stage.by("archivist", "archive.version")._add(
            stage.by("archivist", paper), f"{paper.name}（重扫）.pdf",
            sheets.pdf(paper.name, ["原扫描件页边缺损，依原件重新扫描，内容无变化。"], paper.code or paper.name))
