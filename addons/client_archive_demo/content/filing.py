"""Dossiers are opened and verified; papers are handed in, filed, returned, or still wait on the archivist's desk."""

from datetime import timedelta

from .customers import CUSTOMERS
from .orders import BASKETS, PRODUCTS
from .papers import SETS, make

_RETURNED = "扫描件缺最后一页且未盖章，请补齐后重新提交。"
_NOTE = "存量档案建库补录"
# Dossiers whose dealings ended: years since the last settlement
SETTLED = {"jiugang": 5, "jialing": 6, "huaishang": 4, "jinfan": 7, "feng": 4}
# What was done with the newest papers of some open dossiers, newest first: the archive's desk is not empty
_UNFINISHED = {
    "linan": ("draft", "submitted", "submitted"),
    "dongshan": ("submitted", "returned"),
    "yuntong": ("submitted", "submitted"),
    "hualing": ("draft", "submitted"),
    "heyuan": ("submitted", "returned"),
    "yuanfan": ("submitted",),
    "lulian": ("draft", "submitted"),
    "coldchain": ("submitted", "submitted", "submitted"),
}


def play(stage):
    dossiers = _open(stage)
    for customer in CUSTOMERS:
        dossier = dossiers.get(customer.key)
        if dossier and dossier.state == "open":
            _fill(stage, customer, dossier)
    _wait(stage, dossiers)


# ----------------------------------------------------------------------
# Dossiers
# ----------------------------------------------------------------------
def _open(stage):
    """Open the dossiers as the account managers; their heads verify those that are to be open (R71)."""
    dossiers = {}
    for customer in CUSTOMERS:
        if customer.fate == "none":
            continue
        dossier = stage.by(customer.manager, "archive.dossier").create({
            "partner_id": stage.customers[customer.key].id,
            "category_id": stage.env.ref(f"client_archive.category_{customer.category}").id,
            "secrecy_level": "1" if customer.key in ("hualing", "haisheng") else "0",
            "note": "长期合作客户。" if customer.weight > 10 else False,
        })
        stage.remember(f"dossier_{customer.key}", dossier)
        dossiers[customer.key] = dossier
        if customer.fate in ("open", "closed"):
            dossier.action_submit()
            dossier.with_env(_head(stage, dossier).env).action_approve()
            _date_back(stage, customer, dossier)
    return dossiers


def _head(stage, dossier):
    head = dossier.sudo().department_id.manager_id.user_id
    login = next(login for login, user in stage.users.items() if user.id == head.id)
    return stage.by(login, dossier)


def _date_back(stage, customer, dossier):
    """Dossiers that existed on paper before keep the day they were opened; the journal says that it was entered."""
    day = stage.ago(years=SETTLED.get(customer.key, 2) + 2, days=CUSTOMERS.index(customer) * 9)
    stage.by("archivist", dossier)._set_gated(note=_NOTE, opened_on=day, verified_on=day)


def _wait(stage, dossiers):
    """The rest waits: for the head, for the account manager after a refusal, or for more to be known (R77)."""
    for customer in CUSTOMERS:
        if customer.fate in ("to_verify", "refused"):
            dossiers[customer.key].action_submit()
        if customer.fate == "refused":
            head = _head(stage, dossiers[customer.key])
            head.env["archive.approval.decision"].create({
                "res_model": head._name, "res_id": head.id, "decision": "refused",
                "opinion": "营业执照经营范围与拟售产品不符，请补充医疗器械经营许可证后再报。"}).action_decide()


# ----------------------------------------------------------------------
# Papers
# ----------------------------------------------------------------------
def _fill(stage, customer, dossier):
    """Bring in the papers as the account manager, hand them over, and file them as the archivists."""
    unfinished = _UNFINISHED.get(customer.key, ())
    documents = _collect(stage, customer, dossier)
    tail, done = documents[len(documents) - len(unfinished):], documents[:len(documents) - len(unfinished)]
    done.action_submit()
    archivist = "archivist" if CUSTOMERS.index(customer) % 3 else "archivist2"
    stage.by(archivist, done, quiet=True).action_file()
    if customer.fate == "closed":
        _date_filed(stage, customer, done)
    for document, fate in zip(tail[::-1], unfinished, strict=True):
        if fate != "draft":
            document.action_submit()
        if fate == "returned":
            returned = stage.by(archivist, document)
            returned.action_return()
            returned.message_post(body=_RETURNED)


def _collect(stage, customer, dossier):
    days = _days(stage, customer)
    goods = [PRODUCTS[key][0] for key, _least, _most in BASKETS[customer.category]]
    partner = stage.customers[customer.key]
    Document = stage.by(customer.manager, "archive.document", quiet=True)
    documents = Document.browse()
    for number, (kind, day) in enumerate(zip(_kinds(customer), days, strict=True), start=1):
        paper = make(stage, partner, kind, day, goods[number % len(goods)],
                     f"QW{day.year}-{CUSTOMERS.index(customer) + 1:02}{number:02}")
        document = Document.create({
            "name": paper.title, "dossier_id": dossier.id, "date": paper.day,
            "type_id": stage.env.ref(f"client_archive.document_type_{paper.doc_type}").id, **paper.values})
        Document.env["archive.version"]._add(document, paper.file_name, paper.content)
        documents |= document
    return documents


def _kinds(customer):
    if customer.fate == "closed":
        return SETS["old"] if customer.nature != "individual" else SETS["person"]
    by_nature = {"government": "public", "individual": "person", "special": "key", "partner": "partial"}
    kinds = SETS["key" if customer.category == "key" else by_nature.get(customer.nature, "full")]
    # A good customer signs every year anew.
    return kinds + ("contract", "acceptance", "delivery") * (customer.weight // 6)


def _days(stage, customer):
    """Dates of the papers, oldest first."""
    years = SETTLED.get(customer.key, 0)
    newest, span = (stage.ago(years=years), 360) if years else (stage.ago(3), 700)
    return sorted(newest - timedelta(days=stage.random.randint(0, span)) for _kind in _kinds(customer))


def _date_filed(stage, customer, documents):
    """Papers that were filed on paper years ago keep the day they came in."""
    stage.by("archivist", documents, quiet=True)._set_gated(
        note=_NOTE, received_on=stage.ago(years=SETTLED[customer.key], days=-20))
