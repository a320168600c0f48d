"""What each person may get of each secret: written by hand, never computed.

A cell is the most that any way out may give, and what the straight way (reading the paper, its true title, its
content) must give::

    -   nothing: the person does not know that the paper exists
    e   existence: number, type, date, pages, place, level
    t   title: the catalogue line as well
    c   content: the files, their names, their words as well
"""

NOTHING, EXISTENCE, TITLE, CONTENT = range(4)
_LETTERS = {"-": NOTHING, "e": EXISTENCE, "t": TITLE, "c": CONTENT}
NAMES = ("nothing", "existence", "title", "content")

SECRETS = ("plain", "secret", "highly", "top", "inside", "titled", "titled_inside", "hidden", "hidden_inside")

# level:                       0  1  2  3  1  1  1  2  1
# in the compartment:          .  .  .  .  x  .  x  .  x
# others see its title:        x  x  x  x  x  .  .  .  .
# others see that it exists:   x  x  x  x  x  x  x  .  .
_TABLE = {
    "portal":                 "-  -  -  -  -  -  -  -  -",
    "outsider":               "-  -  -  -  -  -  -  -  -",
    "employee":               "t  t  t  t  t  e  e  -  -",
    "sales":                  "c  t  t  t  t  e  e  -  -",
    "other_sales":            "t  t  t  t  t  e  e  -  -",
    "head":                   "t  t  t  t  t  e  e  -  -",
    "archivist":              "c  t  t  t  t  e  e  -  -",
    "executive":              "t  t  t  t  t  e  e  -  -",
    "security":               "t  t  t  t  t  e  e  -  -",
    "auditor":                "t  t  t  t  t  e  e  -  -",
    "system":                 "t  t  t  t  t  e  e  -  -",
    "employee_secret":        "t  t  t  t  t  t  e  -  -",
    "employee_top":           "t  t  t  t  t  t  t  t  t",
    "employee_expired":       "t  t  t  t  t  e  e  -  -",
    "sales_secret":           "c  c  t  t  t  c  e  -  -",
    "sales_top":              "c  c  c  c  c  c  c  c  c",
    "sales_expired":          "c  t  t  t  t  e  e  -  -",
    "archivist_secret":       "c  c  t  t  t  c  e  -  -",
    "archivist_outside":      "c  c  c  c  t  c  e  c  -",
    "archivist_inside":       "c  c  t  t  c  c  c  -  c",
    "archivist_top":          "c  c  c  c  c  c  c  c  c",
    "archivist_expired":      "c  t  t  t  t  e  e  -  -",
    "granted":                "t  t  t  t  t  t  t  t  t",
    "granted_uncleared":      "t  t  t  t  t  e  e  -  -",
    "grant_over":             "t  t  t  t  t  t  t  t  t",
    "foreign_archivist":      "-  -  -  -  -  -  -  -  -",
}  # fmt: skip

EXPECTED = {
    person: dict(zip(SECRETS, (_LETTERS[cell] for cell in row.split()), strict=True))
    for person, row in _TABLE.items()
}

# Ways out that may give more than the cell says, and why: (person, channel) → secret → the most that it may give.
# The journal is whole. Of a hidden paper it tells a number, never what it is; of papers that are neither classified nor
# in a compartment, under what name a file came in.
_JOURNALED = {"plain": CONTENT, "hidden": EXISTENCE, "hidden_inside": EXISTENCE}
BEYOND = {
    (person, channel): _JOURNALED for person in ("auditor", "security") for channel in ("journal", "journal_file")}
# Who was given access reads on screen, and nowhere else: pictures of pages, as far as they are cleared.
BEYOND["granted", "reading"] = dict.fromkeys(SECRETS, CONTENT)
BEYOND["granted_uncleared", "reading"] = {"plain": CONTENT}
