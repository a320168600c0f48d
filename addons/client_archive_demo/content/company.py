"""The company itself: books, departments, people, offices."""

from .codes import credit_code
from .stage import LANGUAGE, PASSWORD, QUIET, TIMEZONE

NAME = "青梧桥贸易有限公司（演示）"
USCC = credit_code("91", "310115", "MA1K4QWQ")

# key: (name, head)
DEPARTMENTS = {
    "board": ("公司领导", "gm"),
    "sales_one": ("销售一部", "head_sales"),
    "sales_two": ("销售二部", "head_sales2"),
    "credit": ("信用管理部", "credit_manager"),
    "archive": ("档案室", "archive_head"),
    "finance": ("财务部", "accountant"),
    "office": ("总经理办公室", "security"),
}

_SALES = ("client_archive.group_salesperson", "sales_team.group_sale_salesman", "base.group_partner_manager")
_READS_SALES = ("sales_team.group_sale_salesman_all_leads",)
_HEAD = ("client_archive.group_department_head", "base.group_partner_manager", *_READS_SALES)
# login: (name, department, post, groups)
PEOPLE = {
    "chairman": ("沈伯年", "board", "董事长", ("client_archive.group_executive", *_READS_SALES)),
    "gm": ("张国栋", "board", "总经理", ("client_archive.group_executive", *_READS_SALES)),
    "dgm": ("刘海涛", "board", "副总经理（销售）", ("client_archive.group_executive", *_READS_SALES)),
    "dgm2": ("黄淑华", "board", "副总经理（财务、信用）", ("client_archive.group_executive", *_READS_SALES)),
    "head_sales": ("陈立民", "sales_one", "销售一部经理", _HEAD),
    "sales1": ("王小燕", "sales_one", "客户经理", _SALES),
    "sales2": ("赵强", "sales_one", "客户经理", _SALES),
    "head_sales2": ("孙慧", "sales_two", "销售二部经理", _HEAD),
    "sales3": ("李娜", "sales_two", "客户经理", _SALES),
    "sales4": ("周凯", "sales_two", "客户经理", _SALES),
    "credit_manager": ("郑远", "credit", "信用管理部经理", (
        "client_archive_credit.group_credit_manager", "client_archive.group_department_head", *_READS_SALES)),
    "credit1": ("吴敏", "credit", "信用管理员", (
        "client_archive_credit.group_credit_officer", "client_archive.group_contract_administrator", *_READS_SALES)),
    "credit2": ("蒋文博", "credit", "信用管理员", ("client_archive_credit.group_credit_officer", *_READS_SALES)),
    "archive_head": ("何静", "archive", "档案室主任", (
        "client_archive.group_archive_head", "client_archive.group_department_head")),
    "archivist": ("林芳", "archive", "档案管理员", ("client_archive.group_archivist",)),
    "archivist2": ("徐磊", "archive", "档案管理员", ("client_archive.group_archivist",)),
    "accountant": ("杨柳", "finance", "主管会计", ("client_archive.group_user", "account.group_account_invoice")),
    "security": ("马骏", "office", "保密员", ("client_archive.group_security_officer",)),
    "auditor": ("高翔", "office", "审计员", ("client_archive.group_auditor",)),
    "manager": ("方卓", "office", "档案系统管理员", ("client_archive.group_manager",)),
    "employee": ("钱多多", "office", "行政专员", ("client_archive.group_user",)),
}
# login: office
OFFICES = {
    "chairman": "chairman", "gm": "general_manager", "dgm": "deputy_general_manager",
    "dgm2": "deputy_general_manager", "archive_head": "archive_head",
    "credit_manager": "credit_manager",
}
# Departments a deputy general manager answers for
REMITS = {"dgm": ("sales_one", "sales_two"), "dgm2": ("credit", "finance", "archive", "office", "board")}


def play(stage):
    _speak_chinese(stage)
    _found(stage)
    _hire(stage)
    _appoint(stage)


def _speak_chinese(stage):
    if not stage.env["res.lang"]._lang_get(LANGUAGE):
        stage.env["res.lang"]._activate_lang(LANGUAGE)
        stage.env["ir.module.module"].search([("state", "=", "installed")])._update_translations([LANGUAGE])


def _found(stage):
    env = stage.env
    company = env["res.company"].create({
        "name": NAME,
        "country_id": env.ref("base.cn").id,
        "state_id": env.ref("base.state_cn_SH").id,
        "city": "上海市浦东新区",
        "street": "青梧路 88 号恒安大厦 12 层",
        "zip": "200120",
        "phone": "+86 21 5012 8800",
        "email": "office@qingwuqiao.example.com",
        "website": "https://qingwuqiao.example.com",
        "vat": USCC,
        "currency_id": env.ref("base.CNY").id,
    })
    stage.remember("company", company)
    stage.enter(company)
    company = company.with_env(stage.env)
    company.partner_id.lang = LANGUAGE
    # Not try_loading: it warns of a registry that is still loading, which is when an add-on's data is made.
    stage.env["account.chart.template"]._load("cn", company, install_demo=False)
    _number_apart(stage)
    _receive_money(stage)


def _number_apart(stage):
    """Sequences of its own, so that the numbers of other companies stay without gaps."""
    sequences = stage.env["ir.sequence"].search([("company_id", "=", False)]).filtered(
        lambda sequence: (sequence.code or "").startswith(("sale.order", "archive.", "credit.")))
    for sequence in sequences:
        copy = sequence.copy({"company_id": stage.company.id, "number_next": 1})
        stage.remember(f"sequence_{sequence.code.replace('.', '_')}_{sequence.id}", copy)


def _receive_money(stage):
    """Payments go straight to the bank account: this company has nobody who reconciles statements."""
    bank = stage.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", stage.company.id)], limit=1)
    bank.inbound_payment_method_line_ids.payment_account_id = bank.default_account_id
    stage.remember("bank_journal", bank)
    # the account that invoices and dunning letters name
    ours = stage.remember("bank_ours", stage.env["res.bank"].create({"name": "中国建设银行上海青梧路支行（演示）"}))
    stage.remember("bank_account", stage.env["res.partner.bank"].create({
        "acc_number": "3105 0166 0000 0000 0812", "bank_id": ours.id, "partner_id": stage.company.partner_id.id,
        "company_id": stage.company.id}))


# ----------------------------------------------------------------------
# People
# ----------------------------------------------------------------------
def _hire(stage):
    env = stage.env
    logins = free_logins(env, PEOPLE)
    users = env["res.users"].with_context(**QUIET).create([
        {
            "name": name,
            "login": logins[login],
            "email": f"{login}@qingwuqiao.example.com",
            "function": post,
            "lang": LANGUAGE,
            "tz": TIMEZONE,
            "notification_type": "inbox",
            "company_id": stage.company.id,
            "company_ids": [(6, 0, stage.company.ids)],
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        }
        for login, (name, _department, post, groups) in PEOPLE.items()
    ])
    # One hash for all: making one takes as long as it is meant to.
    secret = env["res.users"]._crypt_context().hash(PASSWORD)
    for user in users:
        user._set_encrypted_password(user.id, secret)
    users.partner_id.company_id = stage.company
    stage.users = dict(zip(PEOPLE, users, strict=True))
    for login, user in stage.users.items():
        stage.remember(f"user_{login}", user)
        stage.remember(f"user_{login}_partner", user.partner_id)
    _employ(stage)


def free_logins(env, logins):
    """The ``logins`` of USERS.md, with ``_demo`` behind one that somebody in this database has already."""
    taken = set(env["res.users"].with_context(active_test=False).search(
        [("login", "in", list(logins))]).mapped("login"))
    return {login: f"{login}_demo" if login in taken else login for login in logins}


def _employ(stage):
    env = stage.env
    departments = env["hr.department"].with_context(**QUIET).create([
        {"name": name, "company_id": stage.company.id} for name, _head in DEPARTMENTS.values()])
    stage.departments = dict(zip(DEPARTMENTS, departments, strict=True))
    employees = env["hr.employee"].with_context(**QUIET).create([
        {
            "name": name, "user_id": stage.users[login].id, "company_id": stage.company.id, "job_title": post,
            "department_id": stage.departments[department].id, "work_email": stage.users[login].email,
        }
        for login, (name, department, post, _groups) in PEOPLE.items()
    ])
    by_login = dict(zip(PEOPLE, employees, strict=True))
    for key, (_name, head) in DEPARTMENTS.items():
        stage.departments[key].write({
            "manager_id": by_login[head].id,
            "parent_id": stage.departments["board"].id if key != "board" else False,
        })
        stage.remember(f"department_{key}", stage.departments[key])
    for login, employee in by_login.items():
        stage.remember(f"employee_{login}", employee)
    for key in ("sales_one", "sales_two"):
        stage.remember(f"team_{key}", env["crm.team"].create({
            "name": DEPARTMENTS[key][0],
            "company_id": stage.company.id,
            "user_id": stage.users[DEPARTMENTS[key][1]].id,
            "member_ids": [(6, 0, [
                stage.users[login].id for login, person in PEOPLE.items() if person[1] == key])],
        }))


def _appoint(stage):
    """Offices and deputies, entered by those whose task that is."""
    stage.by("manager", "archive.officer").create([
        {
            "role": role, "user_id": stage.users[login].id, "date_from": stage.ago(years=3),
            "department_ids": [(6, 0, [stage.departments[key].id for key in REMITS.get(login, ())])],
        }
        for login, role in OFFICES.items()
    ])
    stage.by("gm", "archive.deputy").create({
        "principal_id": stage.users["gm"].id, "deputy_id": stage.users["dgm"].id,
        "date_from": stage.ago(-20), "date_to": stage.ago(-34), "reason": "赴欧洲考察，由分管副总代行审批"})
    stage.by("head_sales2", "archive.deputy").create({
        "principal_id": stage.users["head_sales2"].id, "deputy_id": stage.users["head_sales"].id,
        "date_from": stage.ago(2), "date_to": stage.ago(-5), "reason": "年休假"})
