"""Persons who ask about their data: answered, waiting for a second person, just received; consent that ended (R84)."""


def play(stage):
    _answered(stage)
    _to_confirm(stage)
    _received(stage)
    _ended(stage)


def _contact(stage, key, name):
    return stage.env.ref(f"client_archive_demo.customer_{key}").child_ids.filtered(lambda row: row.name == name)


def _request(stage, contact, **values):
    return stage.by("security", "archive.privacy.request").create({
        "person_name": contact.name, "partner_id": contact.id, "email": contact.email, "phone": contact.phone,
        **values})


def _answered(stage):
    request = _request(
        stage, _contact(stage, "yuntong", "黄婷"), kind="copy", channel="letter", received_on=stage.ago(16),
        identity="callback", identity_note="回拨其公司总机转接本人",
        demand="请提供贵司保存的本人联系方式及往来记录。")
    request.action_start()
    request.answer = "随函附上所列资料副本一份；其他资料中未见您的个人信息。"
    request.action_conclude()


def _to_confirm(stage):
    request = _request(
        stage, _contact(stage, "linan", "沈国良"), kind="erase", channel="mail", received_on=stage.ago(5),
        identity="callback", identity_note="回拨登记的手机号码", demand="本人已离职，请删除个人联系方式。")
    request.action_start()
    if request.erase_count:
        request.action_submit()


def _received(stage):
    _request(
        stage, _contact(stage, "haisheng", "季小兰"), kind="correct", channel="phone", received_on=stage.ago(1),
        demand="手机号码已更换，请更正。")


def _ended(stage):
    buyer = stage.by("sales1", stage.env.ref("client_archive_demo.customer_dongshan")).customer_person_ids.filtered(
        lambda person: person.name == "顾美琴")
    consent = {
        "lawful_basis": "consent", "consent_on": stage.ago(400), "consent_until": stage.ago(35), "purpose": "业务联系"}
    buyer.write(consent)
    buyer.env["archive.customer.collection"].create([{
        "dossier_id": person.dossier_id.id, "person_id": person.id, "name": "采购总监联系方式", "subject": "contacts",
        "source": "展会交换名片", "proof": "original", "collected_on": stage.ago(400), **consent} for person in buyer])
