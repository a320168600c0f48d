"""The ZIP of scans: what is in it, what must not come in, and which paper each file belongs to."""

import stat
import struct
import zipfile
from typing import NamedTuple

from .values import fold, squash

MAX_MEMBERS = 100_000
MAX_FILE = 100 << 20
_MAX_TOTAL = 50 << 30
_MAX_RATIO = 200
_SMALL = 1 << 20
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


class BadArchive(Exception):
    """The file is no ZIP that can be read; ``code``: ``empty``, ``foreign``, ``damaged``, ``bomb`` or ``members``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Member(NamedTuple):
    """A file in the ZIP: its place in the directory, and its name as its writer meant it."""

    index: int
    name: str

    @property
    def folder(self):
        return self.name.rpartition("/")[0].rpartition("/")[2]

    @property
    def file(self):
        return self.name.rpartition("/")[2]

    @property
    def stem(self):
        return self.file.rpartition(".")[0] or self.file


class Wanted(NamedTuple):
    """A paper that waits for its scan."""

    ref: tuple
    folders: tuple
    code: str
    reference: str
    title: str
    scan: str


def open_archive(stream):
    """The ZIP behind ``stream``.

    :raises BadArchive: when it is none, or its size gives it away
    """
    if not stream.read(1):
        raise BadArchive("empty")
    stream.seek(0)
    if stream.read(2) != b"PK":
        raise BadArchive("foreign")
    stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise BadArchive("damaged") from error
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise BadArchive("members")
    if sum(info.file_size for info in infos) > _MAX_TOTAL:
        raise BadArchive("bomb")
    return archive


def real_name(info):
    """The name of a member. Chinese Windows writes GBK and says nothing; Python takes it for code page 437."""
    extra = _unicode_path(info.extra)
    if extra or info.flag_bits & _UTF8_FLAG:
        return (extra or info.filename).replace("\\", "/")
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename.replace("\\", "/")


def _unicode_path(extra):
    """Info-ZIP's field 0x7075: the name in UTF-8."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x7075 and size > 5:
            return extra[9:4 + size].decode("utf-8", "ignore")
        extra = extra[4 + size:]
    return ""


def listing(archive):
    """Members that may come in, and ``(name, code)`` of those that must not."""
    members, faults = [], []
    for index, info in enumerate(archive.infolist()):
        name = real_name(info)
        if name.endswith("/") or info.is_dir() or any(part in name.lower() for part in _JUNK):
            continue
        code = _refusal(info, name)
        if code:
            faults.append((name, code))
        else:
            members.append(Member(index, name))
    return members, faults


def _refusal(info, name):
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in info.orig_filename:
        return "scan_path"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "scan_link"
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "scan_locked"
    if info.file_size > MAX_FILE:
        return "scan_large"
    if info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
        return "scan_bomb"
    return None


def content(archive, index):
    """The bytes of one member, or ``None`` when it is damaged or longer than it says."""
    info = archive.infolist()[index]
    try:
        with archive.open(info) as member:
            data = member.read(MAX_FILE + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zipfile.zlib.error):
        return None
    return data if len(data) == info.file_size else None


def match(members, papers):
    """Which member is the scan of which paper.

    :param papers: :class:`Wanted`
    :return: ``({ref: member}, [(name, code, refs)])``; codes are ``scan_unmatched`` (no paper), ``scan_shared``
        (several papers), ``scan_twice`` (another file for the same paper), ``scan_missing`` (named in the workbook, not
        in the ZIP)
    """
    indexes = _indexes(papers)
    by_ref, faults = {}, []
    for member in members:
        refs = _papers_of(member, indexes)
        if len(refs) == 1:
            by_ref.setdefault(next(iter(refs)), []).append(member)
        else:
            faults.append((member.name, "scan_shared" if refs else "scan_unmatched", sorted(refs)))
    for ref, found in by_ref.items():
        if len(found) > 1:
            faults.extend((member.name, "scan_twice", [ref]) for member in found)
    faults.extend(
        (paper.scan, "scan_missing", [paper.ref]) for paper in papers if paper.scan and paper.ref not in by_ref)
    return {ref: found[0] for ref, found in by_ref.items() if len(found) == 1}, faults


def _indexes(papers):
    named, coded, foldered = {}, {}, {}
    for paper in papers:
        if paper.scan:
            named.setdefault(fold(paper.scan.replace("\\", "/")), set()).add(paper.ref)
            continue
        if paper.code:
            coded.setdefault(squash(paper.code), set()).add(paper.ref)
        keys = {squash(word) for word in (paper.code, paper.reference, paper.title) if word}
        if paper.reference or paper.code:
            keys.add(squash(f"{paper.reference or paper.code}{paper.title}"))
        for folder in paper.folders:
            for key in keys:
                foldered.setdefault((squash(folder), key), set()).add(paper.ref)
    return named, coded, foldered


def _papers_of(member, indexes):
    named, coded, foldered = indexes
    folder, stem = squash(member.folder), squash(member.stem)
    return (named.get(fold(member.name)) or named.get(fold(member.file)) or foldered.get((folder, stem))
            or coded.get(stem) or foldered.get((folder, squash(member.stem.partition("_")[0]))) or set())
