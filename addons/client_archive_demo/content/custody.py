"""Rooms, shelves, boxes and safes; what lies where; the yearly check; the care of the rooms."""

from .customers import CUSTOMERS

_ROOMS = {
    "main": ("一号库房", {"A 列架": 8, "B 列架": 8, "C 列架": 6}, ("保险柜 1", "保险柜 2")),
    "secret": ("二号库房（涉密）", {"涉密架": 2}, ("保险柜 3（权证专柜）",)),
}
# Filed, but still on the trolley
_NOT_SHELVED = ("mingde", "school")
_CARE = {
    "cleaning": "架面、盒面擦拭除尘，地面清洁。",
    "fire": "灭火器压力正常，通道畅通，库内无明火。",
    "damp": "除湿机运转正常，更换干燥剂。",
    "pests": "投放防虫药包，未见虫害鼠害。",
    "theft": "门禁、监控、保险柜锁具检查正常。",
    "heat": "空调制冷正常，遮光帘完好。",
}


def play(stage):
    boxes, safes = _furnish(stage)
    _shelve(stage, boxes, safes)
    _care(stage)
    _count(stage)


def _furnish(stage):
    Place = stage.by("archive_head", "archive.place")
    boxes, safes = Place.browse(), Place.browse()
    for key, (name, shelves, safe_names) in _ROOMS.items():
        room = stage.remember(f"room_{key}", Place.create({"name": name, "kind": "room"}))
        for shelf_name, count in shelves.items():
            shelf = Place.create({"name": shelf_name, "kind": "shelf", "parent_id": room.id})
            boxes |= Place.create([
                {"name": f"{number:02} 号盒", "kind": "box", "parent_id": shelf.id, "capacity": 60}
                for number in range(1, count + 1)])
        safes |= Place.create([{"name": safe, "kind": "safe", "parent_id": room.id} for safe in safe_names])
    return boxes, safes


def _shelve(stage, boxes, safes):
    """Each customer's volume goes into a box of its own, what is secret or a title into a safe (R6, R52, R124)."""
    free = iter(boxes)
    for number, customer in enumerate(CUSTOMERS):
        dossier = stage.env.ref(f"client_archive_demo.dossier_{customer.key}", raise_if_not_found=False)
        if not dossier or customer.key in _NOT_SHELVED:
            continue
        filed = dossier.document_ids.filtered(lambda document: document.state == "filed")
        if filed:
            stage.by("archivist" if number % 3 else "archivist2", "archive.shelve", quiet=True).create({
                "dossier_id": dossier.id, "document_ids": [(6, 0, filed.ids)], "place_id": next(free).id,
                "safe_id": safes[number % len(safes)].id}).action_shelve()


def _care(stage):
    rooms = [stage.env.ref(f"client_archive_demo.room_{key}") for key in _ROOMS]
    measures = list(_CARE)
    stage.by("archivist", "archive.care.log").create([
        {
            "place_id": rooms[number % 2].id, "date": stage.ago(number * 11 + 2),
            "measure": measures[number % len(measures)], "note": _CARE[measures[number % len(measures)]],
            "temperature": 19 + number * 7 % 6 + 0.5, "humidity": 46 + number * 5 % 14,
            "is_fault": number == 7,
            "remedy": "除湿机滤网更换，次日复测 52%。" if number == 7 else False,
        }
        for number in range(32)])


def _count(stage):
    """Last year's check is complete; this year's is being counted, with findings that have no remedy yet (R33)."""
    main, secret = (stage.env.ref(f"client_archive_demo.room_{key}") for key in _ROOMS)
    Inventory = stage.by("archivist", "archive.inventory")
    done = Inventory.create({
        "place_id": secret.id, "date": stage.ago(days=40), "conclusion": "账物相符，缺件已列入催收。"})
    done.action_start()
    done.action_all_found()
    done.line_ids.filtered(lambda line: line.result != "found").write({"remedy": "已列入整改清单，通知客户经理补齐。"})
    done.action_done()
    counting = Inventory.create({"place_id": main.id, "date": stage.ago(days=2)})
    counting.action_start()
    pending = counting.line_ids.filtered(lambda line: line.result == "pending")
    pending[:len(pending) * 2 // 3].write({"result": "found"})
    pending[-1].write({"result": "damaged", "finding": "第 2 页撕裂"})
    pending[-2].write({"result": "missing", "finding": "盒内未见，待查借阅登记"})
