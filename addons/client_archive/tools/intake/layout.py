"""The workbook that brings an existing archive in: its sheets, columns, choices and examples.

Headings, choices and examples are in both languages here and not in the translations: a workbook written in
one language is read by a user who works in the other, whichever languages the database has.
"""

from typing import NamedTuple

from .values import fold

DOSSIERS, PAPERS, CONTACTS = "dossiers", "papers", "contacts"
SCANS = "scans"  # not a sheet: where faults of the ZIP are listed
# The hidden first row says which column is which, whatever becomes of the headings.
KEY_MARK = "client_archive:"


class Column(NamedTuple):
    """A column of a sheet; ``choices`` names the list of its drop-down, ``limit`` is in characters."""

    key: str
    en: str
    zh: str
    help_en: str
    help_zh: str
    required: bool = False
    kind: str = "text"
    choices: str = ""
    width: int = 16
    limit: int = 200


class Sheet(NamedTuple):
    key: str
    en: str
    zh: str
    columns: tuple
    examples: tuple

    def column(self, key):
        return next(column for column in self.columns if column.key == key)


# list → (value, English, Chinese); everything else in a drop-down comes from the database
CHOICES = {
    "kind": (("company", "Company", "企业"), ("person", "Person", "个人")),
    "level": (
        ("0", "Not Classified", "不涉密"), ("1", "Secret", "秘密"), ("2", "Highly Secret", "机密"),
        ("3", "Top Secret", "绝密")),
    "original": (("original", "Original", "原件"), ("copy", "Copy", "复印件")),
    "role": (("main", "Main Paper", "正件"), ("annex", "Annex", "附件"), ("print", "Print", "印件")),
}

_DOSSIER = Column(
    "dossier", "Dossier", "所属案卷", "Number, customer or credit code of a dossier: of the sheet Dossiers, or already "
    "in the archive.", "“案卷”表中或系统中已有案卷的档案编号、客户名称或统一社会信用代码。", True, width=26)

SHEETS = (
    Sheet(DOSSIERS, "Dossiers", "案卷", (
        Column("number", "Dossier Number", "档案编号", "Empty: the number rule assigns one.",
               "留空则按编号规则自动编号。",
               limit=64),
        Column("customer", "Customer", "客户名称", "Full name, as on the business licence.", "全称，与营业执照一致。",
               True,
               width=34),
        Column("kind", "Company or Person", "客户性质", "Empty: company.", "留空视为企业。", kind="choice",
               choices="kind"),
        Column("uscc", "Unified Social Credit Code", "统一社会信用代码", "18 characters. Obligatory for "
               "Chinese companies; foreign ones: their tax ID.", "18位，国内企业必填；境外企业填税号。", width=24,
               limit=32),
        Column("category", "Category", "案卷类目", "Code or name of a category of the last level.",
               "末级类目的代码或名称。",
               True, choices="categories", width=26),
        Column("manager", "Account Manager", "客户经理", "Name or login.", "姓名或登录名。", True, choices="managers"),
        Column("department", "Owning Department", "档案相关部门", "Empty: the account manager's.",
               "留空则取客户经理所在部门。",
               choices="departments"),
        Column("level", "Secrecy", "密级", "Empty: not classified.", "留空为不涉密。", kind="choice", choices="level"),
        Column("opened", "Opened On", "建档日期", "Not in the future.", "不得晚于今天。", True, "date"),
        Column("country", "Country", "国家/地区", "Empty: China.", "留空为中国。"),
        Column("state", "Province", "省份", "Part of the number in many rules.", "编号规则可能用到。",
               choices="states"),
        Column("city", "City", "城市", "", ""),
        Column("street", "Address", "地址", "", "", width=30),
        Column("phone", "Phone", "电话", "", "", limit=64),
        Column("email", "E-Mail", "电子邮箱", "", "", width=24),
        Column("note", "Note", "备注", "", "", width=30, limit=4000),
    ), (
        {"number": {"en": "EXAMPLE-0001", "zh": "示例-0001"},
         "customer": {"en": "Example Trading Co.", "zh": "示例贸易有限公司"},
         "kind": {"en": "Company", "zh": "企业"}, "uscc": "91110000600037341L", "category": "P1", "manager": "sales1",
         "level": {"en": "Not Classified", "zh": "不涉密"}, "opened": "2019-03-05"},
    )),
    Sheet(PAPERS, "Papers", "文件", (
        _DOSSIER,
        Column("code", "Archival Code", "档号", "Empty: dossier number and item number.", "留空则取档案编号加件号。",
               limit=64),
        Column("type", "Document Type", "文件类型", "Code or name.", "代码或名称。", True, choices="types", width=26),
        Column("title", "Title", "题名", "", "", True, width=34),
        Column("reference", "Reference Number", "文号", "The paper's own number.", "文件自身编号。", limit=128),
        Column("author", "Author", "责任者", "Who issued the paper.", "制发单位或个人。"),
        Column("date", "Date of the Paper", "文件日期", "2024-03-05, 2024/3/5 and 2024年3月5日 are all read.",
               "2024-03-05、2024/3/5、2024年3月5日均可。", True, "date"),
        Column("pages", "Pages", "页数", "A whole number.", "整数。", kind="integer", width=8),
        Column("original", "Original or Copy", "原件或复印件", "Empty: copy.", "留空视为复印件。", kind="choice",
               choices="original"),
        Column("original_location", "Original Kept at", "原件存放处", "Where the original of a copy is.",
               "复印件须注明原件保管地点。"),
        Column("role", "Role", "正件或附件", "Empty: main paper.", "留空视为正件。", kind="choice", choices="role"),
        Column("main", "Main Paper", "所属正件",
               "Archival code, reference number or title of the main paper, for annexes "
               "and prints.", "附件、印件必填：所属正件的档号、文号或题名。", width=24),
        Column("level", "Secrecy", "密级", "Empty: that of the type and the dossier.",
               "留空则取文件类型和案卷的密级。", kind="choice",
               choices="level"),
        Column("received", "Received On", "归档日期", "Day it was filed. Empty: day of the import.", "留空取导入当天。",
               kind="date"),
        Column("place", "Place", "存放位置", "Barcode or name of a box, shelf or safe.", "盒、架、柜的条码或名称。",
               choices="places", width=24),
        Column("scan", "Scan File", "扫描件文件名", "Name in the ZIP. Empty: matched by archival code or by folder.",
               "压缩包内文件名；留空则按档号或文件夹匹配。", width=24),
        Column("remarks", "Remarks", "文件备注", "", "", width=24),
    ), (
        {"dossier": {"en": "EXAMPLE-0001", "zh": "示例-0001"}, "type": "0101",
         "title": {"en": "Example Purchase Contract", "zh": "示例采购合同"}, "reference": "HT-2019-001",
         "date": "2019-03-05", "pages": "12", "original": {"en": "Original", "zh": "原件"},
         "role": {"en": "Main Paper", "zh": "正件"}},
        {"dossier": {"en": "EXAMPLE-0001", "zh": "示例-0001"}, "type": "0101",
         "title": {"en": "Example Annex", "zh": "示例合同附件"}, "date": "2019-03-05", "pages": "2",
         "original": {"en": "Original", "zh": "原件"}, "role": {"en": "Annex", "zh": "附件"}, "main": "HT-2019-001"},
    )),
    Sheet(CONTACTS, "Contacts", "联系人", (
        _DOSSIER,
        Column("name", "Name", "姓名", "", "", True),
        Column("function", "Post", "职务", "", ""),
        Column("phone", "Phone", "电话", "", "", limit=64),
        Column("email", "E-Mail", "电子邮箱", "", "", width=24),
        Column("note", "Note", "备注", "", "", width=30, limit=4000),
    ), (
        {"dossier": {"en": "EXAMPLE-0001", "zh": "示例-0001"}, "name": {"en": "Example Name", "zh": "张示例"},
         "function": {"en": "Buyer", "zh": "采购经理"}, "phone": "13800000000"},
    )),
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}

INSTRUCTIONS = {
    "en": (
        "Import of an existing archive",
        "1. One row for each dossier on the sheet Dossiers, for each paper on Papers, for each contact on Contacts.",
        "2. Columns with * are obligatory. Choose from the drop-downs where there is one.",
        "3. Papers and contacts name their dossier by its number, its customer or its credit code.",
        "4. The grey example rows are not imported. Leave them, or delete them.",
        "5. Leave the headings as they are. The order of the columns does not matter; your own columns are not read.",
        "6. Scans come in a ZIP: <archival code>.pdf, or <dossier number>/<reference or title>.pdf, or "
        "<dossier number>/<reference>_<title>.pdf, or the name in the column Scan File.",
        "7. Customers that exist are found by their credit code, then by their exact name.",
        "8. Check first: nothing is imported, every fault is listed by row and column. A dossier comes in whole, or "
        "not at all.",
        "9. Importing the same workbook again makes nothing twice.",
        "10. Numbers and codes are kept half-width, in capitals, without blanks.",
    ),
    "zh": (
        "存量档案导入",
        "1. “案卷”表一行一个案卷，“文件”表一行一件文件，“联系人”表一行一位联系人。",
        "2. 带 * 的列必填；有下拉列表的请从列表中选择。",
        "3. 文件和联系人用档案编号、客户名称或统一社会信用代码注明所属案卷。",
        "4. 灰色示例行不会导入，可保留或删除。",
        "5. 请勿修改表头；列的顺序不限，自行增加的列不会读取。",
        "6. 扫描件打包为 ZIP：<档号>.pdf，或 <档案编号>/<文号或题名>.pdf，"
        "或 <档案编号>/<文号>_<题名>.pdf，或按“扫描件文件名”列。",
        "7. 已有客户先按统一社会信用代码、再按完整名称匹配。",
        "8. 先检查：不写入任何数据，按行列列出全部差错；每个案卷要么全部导入，要么全部不导入。",
        "9. 重复导入同一工作簿不会产生重复数据。",
        "10. 编号和代码按半角、大写、无空格保存。",
    ),
}


def language(code):
    """``zh`` for Chinese users, ``en`` for all others."""
    return "zh" if (code or "").startswith("zh") else "en"


def heading(column, lang):
    return f"{getattr(column, lang)}{' *' if column.required else ''}"


def headings(sheet):
    """Mapping of folded headings in both languages to column keys."""
    return {fold(text): column.key for column in sheet.columns for text in (column.en, column.zh)}


def example(values, lang):
    return {key: value[lang] if isinstance(value, dict) else value for key, value in values.items()}


def is_example(sheet, texts):
    """Whether a row (column key → text, empty ones left out) is one of the template's, left as it was."""
    return any(
        {key: fold(text) for key, text in texts.items()} == {
            key: fold(text) for key, text in example(values, lang).items()}
        for values in sheet.examples for lang in ("en", "zh"))


def choice(name, text):
    """The value that ``text`` chooses from the list ``name``, in either language, or ``None``."""
    wanted = fold(text)
    return next((value for value, *labels in CHOICES[name] if wanted in map(fold, (value, *labels))), None)
