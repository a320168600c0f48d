"""Speed at volume, in a database of its own (bench.sh makes and drops it). For `odoo shell`.

Fills the archive by SQL, then does what the web client does: opens list pages with the real views' specifications,
each saved filter, each group-by, full-text searches, forms. Each as a salesperson and an archivist, compared with the
superuser, whom no rule stops, and with the bare SQL behind it; medians, and the number of queries at two volumes.

    BENCH_DOSSIERS  [100000]   ten papers each, one version per paper, as many events as papers
    BENCH_EVENTS    [1000000]  events of the journal that are sealed, verified and exported
    BENCH_ONLY      a regular expression on the names of the measurements
    BENCH_KEEP      with =1, the filled database stays, and is used again
"""

import json
import os
import re
import statistics
import time
from functools import cache
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.tools import SQL, safe_eval

from odoo.addons.client_archive.tools import fulltext, gate, secrecy

DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", 100_000))
EVENTS = int(os.environ.get("BENCH_EVENTS", 1_000_000))
GOAL_VERIFY = 60.0  # seconds for a million events
SMALL = min(500, DOSSIERS // 2)
ONLY = re.compile(os.environ.get("BENCH_ONLY", ""))
env = globals()["env"]  # the shell's
PAGE, RUNS, GOAL_RATIO, GOAL_SECONDS = 80, 5, 1.5, 1.0
# A full page reads a table or two (names of places, of categories) that a page of three rows has no need of; a word
# that is frequent takes another way, with a few queries of its own.
FEW = 8

CITIES = ["重庆", "成都", "杭州", "上海", "Hangzhou", "深圳", "武汉", "西安", "天津", "Ningbo"]
TRADES = ["轴承", "钢材", "纺织", "化工", "电子", "食品", "机械", "Trading", "物流", "建材"]
TITLES = ["采购合同", "销售合同", "营业执照", "资信调查报告", "授权委托书", "谈判记录", "对账单", "报价单", "Contract",
          "Invoice"]
PHRASES = [
    "甲方应于收到货物后三十日内付清全部货款 违约方应当承担违约责任 产品质量按国家标准执行",
    "The goods are delivered at the buyer's premises 增值税专用发票随货同行 争议由甲方所在地人民法院管辖 不可抗力",
    "银行承兑汇票 保证金百分之十 bearing steel GCr15",
]


def say(message):
    print(f"[{time.strftime('%H:%M:%S')}] {message}", flush=True)


# ------------------------------------------------------------------
# The archive
# ------------------------------------------------------------------
def execute(query, **values):
    env.cr.execute(SQL(query, **values))


def people():
    """Twenty salespeople, an archivist, an auditor, all cleared for everything."""
    groups = {"sales": ["client_archive.group_salesperson", "sales_team.group_sale_salesman"],
              "archivist": ["client_archive.group_archivist"], "auditor": ["client_archive.group_auditor"]}
    logins = [f"sales{number}" for number in range(20)] + ["archivist", "auditor"]
    users = env["res.users"].with_context(no_reset_password=True).create([{
        "name": f"Bench {login}", "login": f"bench_{login}",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups[login.rstrip("0123456789")]])],
    } for login in logins])
    term = {"date_from": "2020-01-01", "date_to": "2099-12-31"}
    env["archive.agreement"].create([{"user_id": user.id, **term} for user in users])
    env["archive.clearance"].create([{"user_id": user.id, "level": "3", "date_from": "2020-01-01"} for user in users])
    return dict(zip(logins, users, strict=True))


def fill(first, last, users):
    """Customers number ``first`` up to ``last``, and all that belongs to them, in the order of what refers to what."""
    sales = [users[f"sales{number}"].id for number in range(20)]
    values = {
        "first": first, "last": last - 1, "company": env.company.id, "sales": sales, "cities": CITIES, "trades": TRADES,
        "titles": TITLES, "china": env.ref("base.cn").id, "phrases": [fulltext.vector(text) for text in PHRASES],
        "title_words": [fulltext.vector(text) for text in TITLES],
        "name_words": [fulltext.vector(f"{city}{trade}有限公司") for city in CITIES for trade in TRADES],
        "categories": env["archive.category"].search([("child_ids", "=", False)]).ids,
        "types": env["archive.document.type"].search([]).ids,
        "visibility": secrecy.CATALOGUE,
        "rule": env["archive.retention.rule"].search([], limit=1).id, "currency": env.company.currency_id.id,
        "today": fields.Date.today(), "month": fields.Date.today().replace(day=1),
    }
    say(f"customers and dossiers {first}–{last}")
    execute("""
        CREATE TEMPORARY TABLE customer ON COMMIT DROP AS
        SELECT n, nextval('res_partner_id_seq')::int AS partner, nextval('archive_dossier_id_seq')::int AS dossier,
               (%(sales)s)[n %% 20 + 1] AS salesperson,
               (%(cities)s)[n %% 10 + 1] || (%(trades)s)[n / 10 %% 10 + 1] || '有限公司 ' || n AS name
          FROM generate_series(%(first)s, %(last)s) AS n;
        INSERT INTO res_partner (id, name, complete_name, is_company, active, type, commercial_partner_id, country_id,
                                 autopost_bills, lang, create_date, write_date)
        SELECT partner, name, name, true, true, 'contact', partner, %(china)s, 'ask', 'en_US', now(), now()
          FROM customer;
        INSERT INTO archive_dossier (id, number, number_key, partner_id, company_id, category_id, user_id,
                                     secrecy_level, paper_visibility, state, opened_on, segment_time,
                                     segment_dealing, segment_nature,
                                     segment_volume, segment_rank, create_date, write_date, create_uid, write_uid)
        SELECT dossier, 'K' || lpad(n::text, 7, '0'), 'K' || lpad(n::text, 12, '0'), partner, %(company)s,
               (%(categories)s)[n %% cardinality(%(categories)s) + 1], salesperson, '0', %(visibility)s,
               CASE n %% 100 WHEN 1 THEN 'preliminary' WHEN 2 THEN 'to_verify' WHEN 3 THEN 'closed' ELSE 'open' END,
               DATE '2015-01-01' + n %% 3650, 'old', 'current', 'company',
               CASE n %% 10 WHEN 0 THEN 'main' ELSE 'ordinary' END,
               CASE n %% 50 WHEN 0 THEN 'core' ELSE 'ordinary' END, now(), now(), 1, 1
          FROM customer;
        INSERT INTO archive_search_entry (dossier_id, "start", size, dossier_words)
        SELECT dossier, 0, 0, ((%(name_words)s)[n %% 100 + 1] || ' ''k'':20 ''' || lpad(n::text, 7, '0') || ''':21'
               )::tsvector
          FROM customer
        """, **values)
    say("papers")
    execute("""
        CREATE TEMPORARY TABLE paper ON COMMIT DROP AS
        SELECT customer.*, item, n::bigint * 10 + item AS m, nextval('archive_document_id_seq')::int AS document,
               nextval('archive_version_id_seq')::int AS version
          FROM customer, generate_series(1, 10) AS item;
        INSERT INTO archive_document (id, name, dossier_id, partner_id, company_id, user_id, type_id, reference, author,
               date, page_count, is_original, role, source, visibility, secrecy_level, grade, state, code,
               item_number, received_on,
               retention_rule_id, retention_until, create_date, write_date, create_uid, write_uid)
        SELECT document, (%(titles)s)[item] || ' ' || m, dossier, partner, %(company)s, salesperson,
               (%(types)s)[m %% cardinality(%(types)s) + 1], 'HT-' || m, name,
               DATE '2015-01-01' + (m * 7919 %% 3650)::int, m %% 30 + 1,
               CASE m %% 3 WHEN 0 THEN 'original' ELSE 'copy' END, 'main', 'upload', %(visibility)s,
               CASE WHEN m %% 50 = 0 THEN '3' WHEN m %% 12 = 0 THEN '2' WHEN m %% 5 = 0 THEN '1' ELSE '0' END,
               CASE WHEN m %% 50 = 0 OR m %% 12 = 0 THEN 'A' ELSE 'B' END,
               CASE WHEN n %% 100 < 3 THEN 'draft' WHEN m %% 97 = 0 THEN 'submitted' WHEN m %% 101 = 0 THEN 'destroyed'
                    ELSE 'filed' END,
               CASE WHEN n %% 100 < 3 OR m %% 97 = 0 THEN NULL ELSE 'K' || lpad(n::text, 7, '0') || '-' || item END,
               item, DATE '2016-01-01' + (m %% 3000)::int, %(rule)s, DATE '2020-01-01' + (m %% 5000)::int,
               now(), now(), 1, 1
          FROM paper;
        INSERT INTO archive_version (id, document_id, company_id, number, name, size, page_count, sha256, erased,
                                     create_date, write_date, create_uid, write_uid)
        SELECT version, document, %(company)s, 1, 'scan ' || m || '.pdf', 100000, m %% 30 + 1,
               md5(m::text) || md5('x' || m), false, now(), now(), 1, 1
          FROM paper
        """, **values)
    say("words")
    execute("""
        INSERT INTO archive_search_entry (document_id, "start", size, document_words)
        SELECT document, 0, 0, ((%(title_words)s)[item] || ' ''ht'':20 ''' || m || ''':21')::tsvector FROM paper;
        INSERT INTO archive_search_entry (version_id, "start", size, version_words)
        SELECT version, 0, 0, ((%(phrases)s)[m * 31 %% cardinality(%(phrases)s) + 1])::tsvector
               || ((%(phrases)s)[m * 17 / 7 %% cardinality(%(phrases)s) + 1])::tsvector
               || ('''halibut'':1 ''' || m || ''':2')::tsvector
          FROM paper
        """, **values)
    say("journal")
    execute("""
        INSERT INTO archive_event (date, user_id, user_name, kind, res_model, res_id, res_name, company_id, after)
        SELECT now() - m * interval '1 minute', salesperson, 'bench',
               (ARRAY['created', 'changed', 'state', 'document_filed', 'content_added'])[item %% 5 + 1],
               'archive.document', document, 'Paper ' || m, %(company)s, '{"state": "filed"}'
          FROM paper
        """, **values)
    fill_business(values)
    env.cr.commit()
    env.invalidate_all()


def fill_business(values):
    """What the business leaves in the dossiers of the temporary table: contracts, figures, changes, reviews."""
    say("contracts, segments, figures, changes, reviews")
    execute("""
        INSERT INTO archive_contract (number, name, kind, dossier_id, partner_id, company_id, user_id, currency_id,
               amount, amount_current, amount_signed_company, amount_company, signed_on, date_end, state, fulfilled_on,
               has_open_dispute, amendment_count, handover_status, create_date, write_date, create_uid, write_uid)
        SELECT 'C' || n || '-' || item, 'Contract ' || n || '-' || item, 'sale', dossier, partner, %(company)s,
               salesperson, %(currency)s, money, money, money, money, signed, signed + 365,
               CASE WHEN n * 5 + item < 20 THEN 'draft' WHEN item = 1 THEN 'in_force' ELSE 'fulfilled' END,
               CASE WHEN item > 1 THEN signed + 200 END, n %% 100 = 0, n %% 3,
               CASE item WHEN 1 THEN 'due' ELSE 'done' END, now(), now(), 1, 1
          FROM customer, generate_series(1, 5) AS item, LATERAL (SELECT n %% 997 * 1000 AS money,
               DATE '2016-01-01' + ((n::bigint * 5 + item) * 7919 %% 3900)::int AS signed) drawn;
        INSERT INTO archive_segment (dossier_id, company_id, computed_on, source, turnover, share, dealing_count,
               average_turnover, first_on, last_on, quotation_count, nature_basis, time, dealing, nature, volume, rank,
               position, create_date, write_date)
        SELECT dossier, %(company)s, %(today)s, 'invoices', n %% 997 * 1000, 0.001, n %% 50, n %% 997 * 900,
               DATE '2016-01-01', %(today)s - 20, 0, 'default', 'old', 'current', 'company',
               CASE n %% 10 WHEN 0 THEN 'main' ELSE 'ordinary' END,
               CASE n %% 50 WHEN 0 THEN 'core' ELSE 'ordinary' END, 0, now(), now()
          FROM customer;
        INSERT INTO archive_figure (dossier_id, company_id, month, turnover, order_count, payment_days)
        SELECT dossier, %(company)s, (%(month)s - make_interval(months => ago))::date, n %% 997 * 100, n %% 5, n %% 90
          FROM customer, generate_series(0, 11) AS ago;
        INSERT INTO archive_change (name, dossier_id, partner_id, company_id, user_id, kind, is_major, known_on, state,
               deadline, done_on, late_days, create_date, write_date, create_uid, write_uid)
        SELECT 'Change ' || n, dossier, partner, %(company)s, salesperson, 'address', n %% 40 = 0,
               %(today)s - (n %% 700)::int, CASE WHEN n %% 25 = 0 THEN 'reported' ELSE 'done' END,
               %(today)s - (n %% 700)::int + 7, %(today)s - (n %% 700)::int + 9, 2, now(), now(), 1, 1
          FROM customer WHERE n %% 5 = 0;
        INSERT INTO archive_review (dossier_id, company_id, user_id, due_on, state, result, create_date, write_date,
               create_uid, write_uid)
        SELECT dossier, %(company)s, salesperson, %(today)s + (n %% 180)::int - 30,
               CASE WHEN n %% 4 = 0 THEN 'planned' ELSE 'done' END, 'in_order', now(), now(), 1, 1
          FROM customer
        """, **values)


def without_word_indexes():
    for kind in ("dossier", "document", "version"):
        execute("DROP INDEX IF EXISTS %(name)s", name=SQL.identifier(f"archive_search_entry_{kind}_words"))


def settle():
    say("indexes of words, statistics")
    execute("SET LOCAL maintenance_work_mem = '256MB'")
    env["archive.search.entry"].init()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


# ------------------------------------------------------------------
# What the web client does
# ------------------------------------------------------------------
class Case(NamedTuple):
    """One measurement: ``run(env, user)`` does it in ``env`` as the web client of ``user``; ``raw`` is its bare SQL."""

    name: str
    run: Any
    raw: Any = None
    logins: tuple = ("sales0", "archivist")


def view(user_env, model, kind, xmlid=None):
    found = user_env[model].get_views([(xmlid and env.ref(xmlid).id, kind)])
    return etree.fromstring(found["views"][kind]["arch"]), found["models"][model]["fields"]


@cache
def specification(user, model, kind, xmlid=None):
    """What the web client asks for to draw a view for ``user``."""
    arch, described = view(of(user), model, kind, xmlid)
    spec = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in node.iterancestors()):
            continue
        kind_of_field = described[node.get("name")]["type"]
        if kind_of_field in ("many2one", "reference"):
            spec[node.get("name")] = {"fields": {"display_name": {}}}
        elif kind_of_field in ("one2many", "many2many") and kind == "form":
            spec[node.get("name")] = {"fields": {"id": {}}, "limit": 40}
        else:
            spec[node.get("name")] = {}
    return spec


def page(name, model, domain=(), xmlid=None, context=None, logins=("sales0", "archivist")):
    """A page of a list, as it opens."""
    def run(user_env, user):
        records = user_env(context={**(context or {}), "bin_size": True})[model]
        return records.web_search_read(
            evaluated(domain, user), specification(user, model, "list", xmlid), limit=PAGE,
            count_limit=10_001)

    def raw(user_env, user):
        records = user_env(su=True)[model]
        wanted = evaluated(domain, user)
        user_env.cr.execute(records._search(wanted, limit=PAGE, order=records._order).select())
        user_env.cr.execute(SQL("SELECT count(*) FROM (%s) found", records._search(wanted, limit=10_001).select("1")))

    return Case(name, run, raw, logins)


def evaluated(domain, user):
    if not isinstance(domain, str):
        return list(domain)
    today = fields.Date.today()
    return safe_eval.safe_eval(domain, {
        "uid": user.id, "context_today": lambda: today, "time": safe_eval.time, "datetime": safe_eval.datetime,
        "relativedelta": relativedelta, "current_date": today.isoformat()})


def grouped(name, model, groupby, sums=(), logins=("sales0", "archivist")):
    """A list that opens by groups."""
    if ":" not in groupby and env[model]._fields[groupby].type in ("date", "datetime"):
        groupby += ":month"  # as the web client

    def run(user_env, user):
        return user_env[model].web_read_group(
            [], [groupby], [f"{field}:sum" for field in sums] + ["__count"], limit=PAGE)

    def raw(user_env, user):
        column, _colon, part = groupby.partition(":")
        expression = SQL.identifier(column)
        if env[model]._fields[column].type in ("date", "datetime"):
            expression = SQL("date_trunc(%s, %s)", part, expression)
        user_env.cr.execute(SQL(
            "SELECT %s, count(*) FROM %s GROUP BY 1 ORDER BY 1 LIMIT 80", expression,
            SQL.identifier(env[model]._table)))

    return Case(name, run, raw, logins)


def of_search_view(title, model, sums=(), logins=("sales0", "archivist")):
    """Each saved filter and each group-by of the model's search view."""
    cases = []
    for node in view(env, model, "search")[0].iter("filter"):
        name = f"{title}: {node.get('string') or node.get('name')}"
        context = safe_eval.safe_eval(node.get("context") or "{}", {"uid": 1})
        if node.get("domain") not in (None, "[]"):
            cases.append(page(name, model, node.get("domain"), logins=logins))
        elif groupby := context.get("group_by"):
            cases.append(grouped(f"{name} (group)", model, groupby, sums, logins))
    return cases


def words(name, query, model, xmlid=None):
    """A full-text search, with the hits shown."""
    return page(
        f"{name}: “{query}”", model, [("full_text", "ilike", query)], xmlid, {"archive_full_text": [query]})


def form(name, model, find):
    return Case(name, lambda user_env, user: find(user_env).web_read(specification(user, model, "form")))


def kanban(name, model):
    """A kanban that opens by state."""
    return Case(name, lambda user_env, user: user_env[model].web_read_group(
        [], ["state"], ["__count"], auto_unfold=True, unfold_read_default_limit=40,
        unfold_read_specification=specification(user, model, "kanban")))


def cases(users):
    results = "client_archive.archive_document_view_list_results"

    def mine(model):
        return lambda user_env: user_env[model].search([("user_id", "=", users["sales0"].id)], limit=1)

    return [
        Case("work desk", lambda user_env, user: user_env["archive.desk"].read_desk()),
        page("papers", "archive.document"),
        kanban("papers, kanban", "archive.document"),
        *of_search_view("papers", "archive.document", ["page_count"]),
        words("search, few", "halibut-77", "archive.document", results),
        words("search, a number", "HT-4711", "archive.document", results),
        words("search, a third of all", "违约", "archive.document", results),
        words("search, all content", "halibut", "archive.document", results),
        words("search, a phrase", "人民法院管辖", "archive.document", results),
        words("search, one customer in ten", "重庆", "archive.document", results),
        words("search, two words", "重庆 合同", "archive.document", results),
        words("search, nothing", "天方夜谭", "archive.document", results),
        words("search dossiers", "halibut-77", "archive.dossier"),
        words("search dossiers", "违约", "archive.dossier"),
        words("search dossiers", "重庆", "archive.dossier"),
        form("paper", "archive.document", mine("archive.document")),
        page("dossiers, with completeness", "archive.dossier"),
        kanban("dossiers, kanban", "archive.dossier"),
        *of_search_view("dossiers", "archive.dossier"),
        form("dossier", "archive.dossier", mine("archive.dossier")),
        page("customers", "res.partner"),
        form("customer", "res.partner", lambda user_env: mine("archive.dossier")(user_env).partner_id),
        page("contracts", "archive.contract"),
        *of_search_view("contracts", "archive.contract", ["amount_company"]),
        *of_search_view("contract statistics", "archive.contract.statistics", ["amount"], ("archivist",)),
        page("segments", "archive.segment", logins=("archivist",)),
        *of_search_view("monthly figures", "archive.figure", ["turnover"], ("archivist",)),
        page("league of owners", "archive.upkeep.league", logins=("auditor",)),
        page("changes", "archive.change"),
        page("reviews", "archive.review"),
        page("loan ledger", "archive.request.line", [("issued_on", "!=", False)],
             "client_archive.archive_request_line_view_list_ledger", logins=("archivist",)),
        page("journal", "archive.event", logins=("auditor",)),
        *of_search_view("journal", "archive.event", logins=("auditor",)),
    ]


# ------------------------------------------------------------------
# The journal
# ------------------------------------------------------------------
def journal():
    """Seal, verify and export :data:`EVENTS` events as the jobs and the auditor's buttons do."""
    if not ONLY.search("journal: verify"):
        return
    Seal = env["archive.event.seal"]
    execute("""
        INSERT INTO archive_event (date, user_id, user_name, kind, res_model, res_id, res_name, company_id, before,
                                   after, channel, remote_addr, user_agent)
        SELECT now() - n * interval '1 second', %(user)s, 'bench', 'changed', 'archive.document', n, '采购合同 ' || n,
               %(company)s, '{"page_count": 3}', '{"page_count": 4, "name": "采购合同"}', 'web', '10.0.0.7',
               'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'
          FROM generate_series(1, %(events)s - (SELECT count(*) FROM archive_event)) AS n;
        INSERT INTO archive_event_pending (event_id)
        SELECT id FROM archive_event e
         WHERE NOT EXISTS (SELECT 1 FROM archive_event_seal s WHERE s.event_id = e.id)
           AND NOT EXISTS (SELECT 1 FROM archive_event_pending p WHERE p.event_id = e.id)
        """, user=env.uid, company=env.company.id, events=EVENTS)
    env.cr.commit()
    before, started = Seal._head().number, time.perf_counter()
    while Seal._seal_chunk():
        env.cr.commit()
    sealed, count = Seal._head().number - before, Seal._head().number
    timed("journal: seal", sealed, started)
    env.cr.execute("ANALYZE archive_event, archive_event_seal")
    started = time.perf_counter()
    fault = Seal._verify()
    taken = timed("journal: verify", count, started)
    print(f"{'':52}{fault or 'whole'}{' s' if taken > GOAL_VERIFY * count / 1_000_000 else ''}", flush=True)
    started = time.perf_counter()
    size = sum(map(len, Seal._export(env.company)))
    timed(f"journal: export, {size // 1_000_000} MB", count, started)


def timed(name, count, started):
    taken = time.perf_counter() - started
    print(f"{width(name, 52)}{count:>9} events {taken:7.1f} s", flush=True)
    return taken


# ------------------------------------------------------------------
# The scan desk
# ------------------------------------------------------------------
def scan_desk(users):
    """One scan that hands a paper out and one that takes it back, among a history of as many loans as dossiers."""
    name = "scan: out and back"
    if not ONLY.search(name):
        return
    archivist, uid = of(users["archivist"]), users["archivist"].id
    request, code = loans(users)
    Scan, at_desk = archivist["archive.scan"], {"request_id": request.id}

    def scan(act):
        answer = Scan.scan(os.urandom(16).hex(), code, at_desk)
        archivist.flush_all()
        assert answer["act"] == act, answer

    def raw():
        env.cr.execute(SQL("SELECT id FROM archive_document WHERE code = %s", code))
        for state, stage, kind in (
                ("issued", "out", "document_handed_out"), ("returned", "back", "document_taken_back")):
            env.cr.execute(SQL("UPDATE archive_request SET state = %s WHERE id = %s", state, request.id))
            env.cr.execute(SQL("UPDATE archive_request_line SET stage = %s WHERE request_id = %s", stage, request.id))
            env.cr.execute(SQL(
                "INSERT INTO archive_event (date, user_id, user_name, kind, res_model, res_id, res_name, company_id) "
                "VALUES (now(), %s, 'bench', %s, 'archive.document', 1, 'x', %s)", uid, kind, env.company.id))

    times, bare, queries = {"out": [], "back": []}, [], {}
    for number in range(RUNS + 1):
        for act in times:
            archivist.invalidate_all()
            before, started = env.cr.sql_log_count, time.perf_counter()
            scan(act)
            times[act] += [time.perf_counter() - started] if number else []
            queries[act] = env.cr.sql_log_count - before
            # Else the second one would be a label that was read twice
            execute("UPDATE archive_request_line SET issued_on = issued_on - interval '1 hour' "
                    "WHERE request_id = %(id)s", id=request.id)
        env.cr.rollback()
        started = time.perf_counter()
        raw()
        bare += [time.perf_counter() - started] if number else []
        env.cr.rollback()
    both, base = statistics.median(times["out"]) + statistics.median(times["back"]), statistics.median(bare)
    print(f"{width(name, 52)}{f'{base * 1000:.0f} ms':>9} | " + ", ".join(
        f"{act} {statistics.median(times[act]) * 1000:.0f} ms, {queries[act]} queries" for act in times)
        + f" | {both / base:.1f}× SQL{' s' if both > GOAL_SECONDS else ''}", flush=True)


def loans(users):
    """A history of loans, and one request that waits to be collected, with the code of its paper; committed."""
    execute("""
        WITH paper AS (
            SELECT DISTINCT ON (dossier_id) id, dossier_id, partner_id, company_id FROM archive_document
             WHERE state = 'filed' AND grade = 'B' ORDER BY dossier_id, id),
        slip AS (
            INSERT INTO archive_request (name, kind, dossier_id, partner_id, company_id, applicant_id, purpose, state,
                                         grade, secrecy_level, due_on, create_date, write_date, create_uid, write_uid)
            SELECT 'BENCH/' || id, 'loan', dossier_id, partner_id, company_id, %(reader)s, 'bench', 'returned', 'B',
                   '0', current_date, now(), now(), 1, 1
              FROM paper WHERE NOT EXISTS (SELECT 1 FROM archive_request WHERE name LIKE 'BENCH/%%')
            RETURNING id, name, company_id)
        INSERT INTO archive_request_line (request_id, document_id, company_id, sequence, stage, is_out, queued_on,
                                          issued_on, due_on, returned_on, condition, pages_out, pages_back)
        SELECT id, split_part(name, '/', 2)::int, company_id, 10, 'back', false, now(), now(), current_date, now(),
               'intact', 1, 1
          FROM slip
        """, reader=users["sales0"].id)
    env.cr.execute("ANALYZE archive_request, archive_request_line")
    paper = env["archive.document"].search(
        [("state", "=", "filed"), ("secrecy_level", "=", "0"), ("code", "!=", False)], limit=1)
    request = env["archive.request"].with_user(users["sales0"]).create({
        "kind": "consult", "dossier_id": paper.dossier_id.id, "purpose": "bench",
        "line_ids": [(0, 0, {"document_id": paper.id})]}).sudo()
    gate.opened(request).write({"state": "submitted"})
    request._approval_granted()
    env.cr.commit()
    return request, paper.code


# ------------------------------------------------------------------
# Measuring
# ------------------------------------------------------------------
class Measured(NamedTuple):
    seconds: float
    queries: int
    found: bool


def measure(run, user_env, user, runs=RUNS):
    """Median time and the number of queries of ``run``, after one that fills the caches."""
    times, queries = [], 0
    for number in range(runs + 1):
        env.cr.rollback()
        user_env.invalidate_all()
        before, started = user_env.cr.sql_log_count, time.perf_counter()
        result = run(user_env, user)
        taken, queries = time.perf_counter() - started, user_env.cr.sql_log_count - before
        if number or taken > 10:
            times.append(taken)
        if sum(times) > 15:
            break
    return Measured(statistics.median(times), queries, not isinstance(result, dict) or bool(result.get("length")))


def of(user):
    return env(user=user, su=False, context={"lang": "en_US", "tz": "Asia/Shanghai"})


def counts(users):
    """Queries of each case as each of its people, where there was something to find."""
    measured = {f"{case.name}/{login}": measure(case.run, of(users[login]), users[login], 1)
                for case in cases(users) for login in case.logins}
    return {name: found.queries for name, found in measured.items() if found.found}


def report(users, small):
    say("measuring")
    superuser = of(env.ref("base.user_root"))
    print(f"\n{'':52}{'SQL':>9}{'superuser':>10} | restricted, × superuser, queries small → large", flush=True)
    missed = 0
    for case in cases(users):
        if not ONLY.search(case.name):
            continue
        first = users[case.logins[0]]
        base = measure(case.run, superuser, first).seconds
        raw = measure(case.raw, superuser, first).seconds if case.raw else None
        line = f"{width(case.name, 52)}{f'{raw * 1000:.0f} ms' if raw else '':>9}{f'{base * 1000:.0f} ms':>10}"
        for login in case.logins:
            mine = measure(case.run, of(users[login]), users[login])
            before = small.get(f"{case.name}/{login}")
            flags = "".join(flag for flag, bad in (
                ("×", mine.seconds > base * GOAL_RATIO and mine.seconds > 0.05), ("s", mine.seconds > GOAL_SECONDS),
                ("q", before is not None and mine.queries > before + FEW)) if bad)
            missed += bool(flags)
            line += f" | {login:9} {mine.seconds * 1000:6.0f} ms {mine.seconds / base:4.1f}×"
            line += f" {'–' if before is None else before:>3}→{mine.queries:<3} {flags:3}"
        print(line, flush=True)
    print(f"\n× more than {GOAL_RATIO} times the superuser (and over 50 ms)   s over {GOAL_SECONDS:g} s   "
          f"q queries depend on volume\n{missed} goals missed", flush=True)


def width(text, columns):
    """``text`` filled up to ``columns`` of a terminal, where a Chinese character takes two."""
    return text + " " * (columns - len(text) - sum(ord(character) > 0x2e80 for character in text))


def main():
    started = time.time()
    parameters = env["ir.config_parameter"]
    if parameters.get_param("bench.small"):
        users = {user.login.removeprefix("bench_"): user
                 for user in env["res.users"].search([("login", "=like", "bench_%")])}
    else:
        users = people()
        without_word_indexes()
        fill(0, SMALL, users)
        settle()
        say("counting queries at small volume")
        small = counts(users)
        without_word_indexes()
        fill(SMALL, DOSSIERS, users)
        settle()
        parameters.set_param("bench.small", json.dumps(small))
        env.cr.commit()
    say(f"{DOSSIERS} dossiers, {DOSSIERS * 10} papers after {time.time() - started:.0f} s")
    report(users, json.loads(parameters.get_param("bench.small")))
    scan_desk(users)
    journal()


main()
