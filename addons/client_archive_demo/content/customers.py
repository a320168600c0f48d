"""Customers of every nature and in all seven formats, with their contacts. Names, codes and numbers are made up."""

from typing import NamedTuple

from .codes import credit_code
from .stage import QUIET

NATURES = {
    "government": "政府机关",
    "special": "特殊公司",
    "company": "普通公司",
    "individual": "个人",
    "partner": "交易伙伴",
}


class Customer(NamedTuple):
    """One customer.

    :ivar fate: what becomes of the dossier: ``open``, ``to_verify``, ``refused``, ``preliminary``, ``closed``, ``none``
    :ivar pays: ``prompt``, ``late``, ``slow`` or ``never``
    :ivar weight: orders in two years
    """

    key: str
    name: str
    nature: str
    category: str
    state: str
    region: str
    address: tuple  # city, street, postcode
    area: str
    manager: str
    fate: str
    weight: int
    pays: str
    contacts: tuple = ()


CUSTOMERS = [
    Customer("linan", "临安瑞恒桥轴承制造有限公司", "company", "manufacturing", "ZJ", "330112",
             ("杭州市临安区", "青山湖街道科创大道 66 号", "311305"), "571", "sales1", "open", 16, "prompt",
             (("吴建华", "总经理"), ("朱丽萍", "采购部经理"), ("沈国良", "财务主管"))),
    Customer("dongshan", "东山惠民汇超市连锁有限公司", "company", "retail", "JS", "320506",
             ("苏州市吴中区", "东山大道 218 号", "215107"), "512", "sales1", "open", 14, "late",
             (("顾美琴", "采购总监"), ("徐志明", "财务经理"))),
    Customer("xingye", "兴业桥建材有限公司", "company", "construction", "AH", "340111",
             ("合肥市包河区", "徽州大道 1599 号", "230051"), "551", "sales2", "open", 12, "slow",
             (("汪大勇", "法定代表人"), ("程敏", "采购员"))),
    Customer("yuntong", "云通达桥供应链管理有限公司", "company", "logistics", "GD", "440305",
             ("深圳市南山区", "前海梦海大道 5033 号", "518054"), "755", "sales3", "open", 12, "prompt",
             (("林俊杰", "运营总监"), ("黄婷", "采购经理"))),
    Customer("heyuan", "禾原青食品有限公司", "company", "catering", "SD", "370212",
             ("青岛市崂山区", "松岭路 360 号", "266101"), "532", "sales3", "open", 10, "late",
             (("于海波", "总经理"), ("孙晓燕", "采购主管"))),
    Customer("mingde", "明德汇企业服务有限公司", "company", "services", "BJ", "110105",
             ("北京市朝阳区", "建国路 93 号万达广场 9 号楼", "100022"), "10", "sales4", "open", 9, "prompt",
             (("赵雅静", "行政总监"),)),
    Customer("jinshui", "金水湾区公共资源采购中心", "government", "public", "HA", "410105",
             ("郑州市金水区", "经三路 25 号", "450008"), "371", "sales2", "open", 8, "late",
             (("李卫东", "采购科科长"), ("马晓红", "经办人"))),
    Customer("school", "青杨湖市第三中学", "government", "public", "ZJ", "330411",
             ("嘉兴市秀洲区", "新城街道中山西路 1288 号", "314031"), "573", "sales1", "open", 6, "prompt",
             (("章文斌", "总务处主任"),)),
    Customer("hualing", "华岭桥重工集团股份有限公司", "special", "key", "LN", "210106",
             ("沈阳市铁西区", "开发大路 16 号", "110027"), "24", "sales2", "open", 16, "late",
             (("高振宇", "物资采购部部长"), ("田野", "工程师"), ("韩雪", "财务资金部经理"))),
    Customer("haisheng", "海晟桥船舶制造有限公司", "company", "key", "JS", "320612",
             ("南通市通州区", "沿江工业园船厂路 1 号", "226361"), "513", "sales3", "open", 14, "slow",
             (("陆伟", "采购总监"), ("季小兰", "商务专员"))),
    Customer("chuanyu", "川渝联电力物资有限公司", "special", "key", "CQ", "500112",
             ("重庆市渝北区", "金开大道西段 106 号", "401122"), "23", "sales4", "open", 12, "prompt",
             (("罗成", "物资部主任"), ("谭莉", "招标专员"))),
    Customer("coldchain", "临港青梧冷链项目有限公司", "company", "own", "SH", "310115",
             ("上海市浦东新区", "临港新片区环湖西二路 888 号", "201306"), "21", "sales4", "open", 6, "prompt",
             (("丁磊", "项目经理"),)),
    Customer("yuanfan", "宁波远帆桥进出口有限公司", "partner", "retail", "ZJ", "330206",
             ("宁波市北仑区", "明州西路 479 号", "315800"), "574", "sales1", "open", 10, "late",
             (("胡斌", "业务总监"), ("蔡琳", "单证主管"))),
    Customer("lulian", "厦门鹭联桥贸易有限公司", "partner", "retail", "FJ", "350203",
             ("厦门市思明区", "湖滨东路 95 号", "361004"), "592", "sales3", "open", 8, "never",
             (("许志强", "法定代表人"), ("庄小敏", "会计"))),
    Customer("zhou", "周晓岚", "individual", "retail", "SC", "510104",
             ("成都市锦江区", "书院西街 12 号", "610021"), "28", "sales2", "open", 5, "prompt"),
    Customer("shenghe", "盛和云电子商务有限公司", "company", "retail", "ZJ", "330108",
             ("杭州市滨江区", "网商路 599 号", "310052"), "571", "sales1", "to_verify", 4, "prompt",
             (("柳依依", "采购经理"),)),
    Customer("changbai", "长白源土特产有限公司", "company", "catering", "JL", "220102",
             ("长春市南关区", "人民大街 6188 号", "130022"), "431", "sales3", "to_verify", 3, "prompt",
             (("金成浩", "总经理"),)),
    Customer("binjiang", "滨江湾区市政工程管理处", "government", "public", "JS", "320106",
             ("南京市鼓楼区", "中山北路 200 号", "210009"), "25", "sales2", "to_verify", 2, "late",
             (("曹军", "科员"),)),
    Customer("beichen", "北辰河医疗器械有限公司", "company", "services", "TJ", "120113",
             ("天津市北辰区", "高峰路 16 号", "300400"), "22", "sales1", "refused", 2, "prompt",
             (("佟丽", "销售助理"),)),
    Customer("tiansui", "天穗桥智能装备有限公司", "company", "manufacturing", "GD", "440112",
             ("广州市黄埔区", "科学大道 50 号", "510663"), "20", "sales4", "preliminary", 0, "prompt",
             (("梁家明", "项目总监"),)),
    Customer("he", "何永年", "individual", "catering", "HB", "420106",
             ("武汉市武昌区", "中南路 14 号", "430071"), "27", "sales3", "preliminary", 1, "prompt"),
    Customer("xinhe", "新禾坊餐饮管理有限公司", "company", "catering", "SH", "310104",
             ("上海市徐汇区", "漕溪北路 88 号", "200030"), "21", "sales2", "none", 2, "prompt"),
    Customer("jiugang", "旧港湾纺织品有限公司", "company", "retail", "ZJ", "330604",
             ("绍兴市上虞区", "百官街道纺城路 20 号", "312300"), "575", "sales1", "closed", 0, "prompt",
             (("阮国平", "法定代表人"),)),
    Customer("jialing", "嘉陵湾摩配经营部", "company", "manufacturing", "CQ", "500106",
             ("重庆市沙坪坝区", "双碑大道 3 号", "400030"), "23", "sales2", "closed", 0, "prompt",
             (("唐明", "经营者"),)),
    Customer("huaishang", "淮上园农资有限公司", "company", "retail", "AH", "340311",
             ("蚌埠市淮上区", "昌平街 77 号", "233010"), "552", "sales3", "closed", 0, "prompt",
             (("葛长顺", "总经理"),)),
    Customer("jinfan", "金帆桥印务有限公司", "company", "services", "SH", "310117",
             ("上海市松江区", "新桥镇民益路 201 号", "201612"), "21", "sales4", "closed", 0, "prompt",
             (("殷建国", "法定代表人"),)),
    Customer("feng", "冯德海", "individual", "construction", "HE", "130102",
             ("石家庄市长安区", "中山东路 126 号", "050011"), "311", "sales2", "closed", 0, "prompt"),
]
# Government bodies and public institutions are registered elsewhere than companies.
_REGISTRARS = {"jinshui": "11", "school": "12", "binjiang": "12", "jialing": "92"}
_BANKS = {
    "icbc": ("中国工商银行", "ICBKCNBJ"),
    "ccb": ("中国建设银行", "PCBCCNBJ"),
    "abc": ("中国农业银行", "ABOCCNBJ"),
}


def play(stage):
    env = stage.env
    tags = {
        key: stage.remember(f"nature_{key}", env["res.partner.category"].create({"name": name}))
        for key, name in NATURES.items()}
    for login in sorted({customer.manager for customer in CUSTOMERS}):
        mine = [customer for customer in CUSTOMERS if customer.manager == login]
        partners = stage.by(login, "res.partner", quiet=True).create([
            _values(stage, customer, tags[customer.nature]) for customer in mine])
        for customer, partner in zip(mine, partners, strict=True):
            stage.customers[customer.key] = stage.remember(f"customer_{customer.key}", partner.with_env(env))
    _open_accounts(stage)


def _values(stage, customer, tag):
    city, street, postcode = customer.address
    is_company = customer.nature != "individual"
    serial = CUSTOMERS.index(customer) + 11
    mail = f"{customer.key}.example.com"
    # sudo is not needed for terms: they are of no company, and salespeople read them
    term = stage.env.ref("account.account_payment_term_30days", raise_if_not_found=False)
    return {
        "name": customer.name,
        "is_company": is_company,
        "company_id": stage.company.id,
        "user_id": stage.users[customer.manager].id,
        "lang": stage.env.context["lang"],
        "vat": _code(customer, serial) if is_company else False,
        "country_id": stage.env.ref("base.cn").id,
        "state_id": stage.env.ref(f"base.state_cn_{customer.state}").id,
        "city": city,
        "street": street,
        "zip": postcode,
        "phone": _landline(customer.area, serial * 137),
        "email": f"office@{mail}" if is_company else f"{customer.key}@mail.example.com",
        "website": f"https://www.{mail}" if is_company else False,
        "category_id": [(6, 0, tag.ids)],
        "property_payment_term_id": term.id if term and is_company else False,
        "child_ids": [(0, 0, {
            "name": name,
            "type": "contact",
            "function": post,
            "company_id": stage.company.id,
            "user_id": stage.users[customer.manager].id,
            "phone": f"+86 13{serial % 10}{number} {(serial * 7919 + number) % 9000 + 1000} "
                     f"{(serial * 104729 + number) % 9000 + 1000}",
            "email": f"contact{number}@{mail}",
            "lang": stage.env.context["lang"],
        }) for number, (name, post) in enumerate(customer.contacts, start=1)],
    }


def _code(customer, serial):
    return credit_code(_REGISTRARS.get(customer.key, "91"), customer.region, f"MA{serial:02}Q{serial * 31 % 1000:03}")


def _landline(area, number):
    digits = 50000000 + number % 9000000
    return f"+86 {area} {digits // 10000} {digits % 10000:04}"


def _open_accounts(stage):
    """Bank accounts of the companies; the banks are made up of real names, the numbers are not real."""
    env = stage.env
    banks = [
        stage.remember(f"bank_{key}", env["res.bank"].create({
            "name": name, "bic": bic, "country": env.ref("base.cn").id}))
        for key, (name, bic) in _BANKS.items()]
    env["res.partner.bank"].with_context(**QUIET).create([
        {"acc_number": f"6228 48{number:02} 1080 {number * 3571 % 9000 + 1000} {number * 113 % 900 + 100}",
         "partner_id": partner.id, "bank_id": banks[number % len(banks)].id, "company_id": stage.company.id}
        for number, partner in enumerate(stage.customers.values(), start=10) if partner.is_company])
