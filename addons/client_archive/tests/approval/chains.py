"""Who decides, written out by hand from the regulations (requirements.md, section D).

Each row: kind of request; levels of secrecy; kinds of paper; applicants; the chain; the rules that say so.
A cell "*" stands for all. A request that fits several rows is governed by the last of them: further down is stricter.

Levels: 0 not classified, 1 secret (秘密), 2 highly secret (机密), 3 top secret (绝密). Grade A begins at 2 (R15).
Papers: "plain"; "licence" and "contract", which need the general manager (R20); "title", which does not need them.
Applicants: see ``PEOPLE``. Chain: "head" of the applicant's department, "owner" for the head of the department that
owns the papers, "deputy" and "gm" for the offices, "leader" for any of the company's leaders. ``DIRECT`` is granted
without a decision, ``NEVER`` is impossible.
"""

DIRECT, NEVER = "direct", "never"
EXECUTIVES = ("deputy", "gm", "chairman")

KINDS = ("consult", "screen", "loan", "carry", "copy", "external", "visit")
LEVELS = ("0", "1", "2", "3")
PAPERS = ("plain", "licence", "contract", "title")
APPLICANTS = ("staff", "archivist", "head", "owner", "deputy", "gm", "chairman")

CHAINS = [
    # kind       levels      papers                    applicants   chain                              rules
    ("consult",  "01",       "*",                      "*",         ["head", "owner"],                 ["R17", "R18"]),
    ("consult",  "01",       ("licence", "contract"),  "*",         ["head", "owner", "gm"],           ["R20"]),
    ("consult",  "23",       "*",                      "*",         ["head", "owner", "deputy"],       ["R19"]),
    ("consult",  "23",       ("licence", "contract"),  "*",         ["head", "owner", "deputy", "gm"], ["R19", "R20"]),
    ("screen",   "01",       "*",                      "*",         ["head", "owner"],                 ["R17", "R18"]),
    ("screen",   "01",       ("licence", "contract"),  "*",         ["head", "owner", "gm"],           ["R20"]),
    ("screen",   "23",       "*",                      "*",         ["head", "owner", "deputy"],       ["R19"]),
    ("screen",   "23",       ("licence", "contract"),  "*",         ["head", "owner", "deputy", "gm"], ["R19", "R20"]),
    ("loan",     "01",       "*",                      "*",         ["head"],                          ["R21"]),
    ("loan",     "01",       ("title",),               "*",         ["head", "leader"],                ["R21", "R125"]),
    ("loan",     "01",       ("licence", "contract"),  "*",         ["head", "gm"],                    ["R20", "R21"]),
    ("loan",     "01",       "*",                      EXECUTIVES,  DIRECT,                            ["R125"]),
    ("loan",     "23",       "*",                      "*",         NEVER,                             ["R21"]),
    ("carry",    "01",       "*",                      "*",         ["head", "gm"],                    ["R54", "R56"]),
    ("carry",    "23",       "*",                      "*",         NEVER,                             ["R21"]),
    ("copy",     "0",        "*",                      "*",         ["head", "leader"],                ["R23"]),
    ("copy",     "0",        ("licence", "contract"),  "*",         ["head", "gm"],                    ["R20", "R23"]),
    ("copy",     "123",      "*",                      "*",         ["head", "gm"],                    ["R53"]),
    ("external", "*",        "*",                      "*",         ["gm"],                            ["R56"]),
    ("visit",    "*",        "*",                      "*",         ["gm"],                            ["R65"]),
]

# Who that is in the company of the tests, for each applicant: the login; nobody decides on their own request, and
# what is theirs goes up: to the next head, the general manager, the chairman. "staff" are of the finance department,
# whose head is "security"; the papers are those of the sales department, whose head is "head".
PEOPLE = {
    "staff": ("auditor", {
        "head": "security", "owner": "head", "deputy": "deputy_gm", "gm": "gm", "leader": "deputy_gm"}),
    "archivist": ("archivist", {
        "head": "archive_head", "owner": "head", "deputy": "deputy_gm", "gm": "gm", "leader": "deputy_gm"}),
    "head": ("security", {  # heads the own department
        "head": "gm", "owner": "head", "deputy": "deputy_gm", "gm": "gm", "leader": "deputy_gm"}),
    "owner": ("head", {  # heads the own department, which owns the papers
        "head": "gm", "owner": "gm", "deputy": "deputy_gm", "gm": "gm", "leader": "deputy_gm"}),
    "deputy": ("deputy_gm", {  # of no department
        "head": "gm", "owner": "head", "deputy": "gm", "gm": "gm", "leader": "gm"}),
    "gm": ("gm", {
        "head": "chairman", "owner": "head", "deputy": "deputy_gm", "gm": "chairman", "leader": "deputy_gm"}),
    "chairman": ("chairman", {
        "head": "gm", "owner": "head", "deputy": "deputy_gm", "gm": "gm", "leader": "deputy_gm"}),
}


def _fits(cell, value):
    return cell == "*" or value in cell


def expected(kind, level, paper, applicant):
    """Chain of logins, ``DIRECT`` or ``NEVER``, and the rules, by the last row that fits."""
    chain, rules = [
        row[4:] for row in CHAINS
        if row[0] == kind and _fits(row[1], level) and _fits(row[2], paper) and _fits(row[3], applicant)][-1]
    if chain not in (DIRECT, NEVER):
        chain = [PEOPLE[applicant][1][role] for role in chain]
    return chain, rules
