"""The secrets of the matrix: one paper per level, compartment and visibility, full of words that are nowhere else."""

import base64
import hashlib
import io
import re
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

from odoo import Command

from .expected import CONTENT, EXISTENCE, SECRETS, TITLE

# secret → (level, in the compartment, visibility)
SHAPES = {
    "plain": ("0", False, "catalogue"),
    "secret": ("1", False, "catalogue"),
    "highly": ("2", False, "catalogue"),
    "top": ("3", False, "catalogue"),
    "inside": ("1", True, "catalogue"),
    "titled": ("1", False, "title"),
    "titled_inside": ("1", True, "title"),
    "hidden": ("2", False, "existence"),
    "hidden_inside": ("1", True, "existence"),
}
# What each word is part of: the beginning of the canaries
TITLE_WORDS = ("Kestrel", "Osprey", "Petrel", "Plover")
FILE_WORD, TEXT_WORD = "Narwhal", "Marlin"


@dataclass(frozen=True)
class Words:
    """The canaries of one secret."""

    title: str
    reference: str
    author: str
    remarks: str
    file: str
    text: str

    @classmethod
    def of(cls, key):
        mark = chr(ord("a") + SECRETS.index(key)) + "zqx"
        return cls(*(f"{word}{mark}" for word in (*TITLE_WORDS, FILE_WORD, TEXT_WORD)))


class Watch:
    """Knows every word, number and byte of the secrets, and says what of them is in an answer."""

    def __init__(self):
        self.papers = {}
        self.versions = {}
        self.words = {}
        self._words = {}  # word → (secret, rank)

    def add(self, key, paper, versions, files, words):
        """Watch ``paper``."""
        self.papers[key], self.versions[key], self.words[key] = paper, versions, words
        self._word(key, EXISTENCE, paper.code)
        for word in (words.title, words.reference, words.author, words.remarks):
            self._word(key, TITLE, word)
        for word in (words.file, words.text):
            self._word(key, CONTENT, word)
        for version, file in zip(versions, files, strict=True):
            for word in (version.sha256, file.checksum, file.store_fname, _encoded(file.raw, words.text)):
                self._word(key, CONTENT, word)
        self._pattern = re.compile("|".join(sorted(map(re.escape, self._words), key=len, reverse=True)))

    def _word(self, key, rank, word):
        assert word and len(word) > 6, (key, word)
        self._words[word] = key, rank

    def scan(self, answer):
        """Mapping of secrets to the most that ``answer`` (text, bytes, or anything with a ``repr``) tells of them."""
        if isinstance(answer, bytes):
            answer = answer.decode("utf-8", errors="ignore")
        found = {}
        for word in self._pattern.findall(answer if isinstance(answer, str) else repr(answer)):
            key, rank = self._words[word]
            found[key] = max(rank, found.get(key, 0))
        return found


    def matches(self, text, key):
        """Where ``text`` tells of the secret ``key``."""
        return [match for match in self._pattern.finditer(text) if self._words[match[0]][0] == key]


def _encoded(raw, word):
    """How the end of ``word`` looks in the Base64 of ``raw``."""
    end = raw.index(word.encode()) + len(word)
    return base64.b64encode(raw[(end - 5) // 3 * 3:-(-end // 3) * 3]).decode()


def text_file(words):
    return f"{words.text} is what nobody else reads. ".encode() * 4


def picture(key, words):
    buffer = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", words.text)
    Image.new("RGB", (400, 300), colour(key)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def colour(key):
    """The colour of the whole picture of the secret, found again however it was scaled."""
    return (17, 20 + 20 * SECRETS.index(key), 222)


class SecretsMixin:
    """Plants the secrets of :data:`SHAPES`."""

    @classmethod
    def plant(cls):
        cls.watch = Watch()
        cls._designate(["archivist_top"], ["making"])
        for key in SECRETS:
            cls._plant_one(key)
        papers = cls.env["archive.document"].union(*cls.watch.papers.values())
        cls.make_grants(papers)
        cls._plant_around()

    @classmethod
    def _plant_one(cls, key, name=None):
        """Plant the secret ``key``; under another ``name``, one more like it that is not watched."""
        level, inside, visibility = SHAPES[key]
        words = Words.of(key) if not name else Words(*([name] * 6))
        # By the one archivist who is cleared for all of it: so nothing is written that an earlier time left behind.
        planter = cls.users["archivist_top"]
        paper = cls.env["archive.document"].with_user(planter).with_context({}).create({
            "name": words.title, "reference": words.reference, "author": words.author, "remarks": words.remarks,
            "dossier_id": cls.secrets_dossier.id, "type_id": cls.env.ref("client_archive.document_type_0102").id,
            "secrecy_level": level, "visibility": visibility,
            "compartment_id": cls.compartment.id if inside else False})
        Version = cls.env["archive.version"].with_user(planter).with_context({})
        versions = Version._add(paper, f"{words.file}.txt", text_file(words))
        versions += Version._add(paper, f"{words.file}.png", picture(key, words))
        paper.action_submit()
        paper.action_file()
        said = f"{words.title} was talked about"
        paper.message_post(body=said, subtype_xmlid="mail.mt_comment")
        paper.activity_schedule("mail.mail_activity_data_todo", user_id=planter.id, summary="Look", note=words.title)
        paper.message_subscribe(cls.users["sales"].partner_id.ids)
        paper, versions = paper.with_env(cls.env), versions.with_env(cls.env)
        files = cls.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "in", versions.ids)])
        files = files.sorted(lambda file: versions.ids.index(file.res_id))
        assert hashlib.sha256(files[0].raw).hexdigest() == versions[0].sha256
        if not name:
            cls.watch.add(key, paper, versions, files, words)

    @classmethod
    def _plant_around(cls):
        """Rows about the papers in other rooms."""
        planter = cls.users["archivist_top"]
        papers = cls.env["archive.document"].union(*cls.watch.papers.values())
        room = cls.env["archive.place"].create({"name": "Matrix room", "kind": "room"})
        cls.env["archive.inventory"].with_user(planter).create({"place_id": room.id})
        for paper in papers:
            if paper.secrecy_level != "0":
                cls.env["archive.declassification"].with_user(planter).create({
                    "document_id": paper.id, "new_level": "0", "reason": "Old"})
        cls.env["archive.change"].with_user(planter).create({"name": "Moved", "dossier_id": cls.secrets_dossier.id})
        cls.order = cls.env["sale.order"].create({"partner_id": cls.secrets_dossier.partner_id.id})
        cls.request = cls.env["archive.request"].with_user(planter).create({
            "kind": "consult", "dossier_id": cls.secrets_dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": paper.id}) for paper in papers]}).with_env(cls.env)
