"""The words of a text, for an index that knows Chinese: pure Python.

Chinese writes no spaces, and PostgreSQL's parser does not cut it. Here a run of Chinese (or kana, or hangul) is cut
into overlapping pairs of characters, and its last character once more alone: any word of two characters is one entry
of the index, a longer one is a phrase of pairs, a single character begins a pair. Letters and digits are cut apart
("HT2024" is found as "HT-2024"), so a number is found however it is punctuated. Full width, half width, upper and
lower case are one (NFKC, case folding); thousands separators are dropped.

A ``term`` is what stands between two spaces of a query: its words must follow each other, and the last one may go on
("bear" finds "bearing"). All terms of a query must be found.
"""

import re
import unicodedata

# PostgreSQL knows 16383 places in one vector: a long text is indexed in windows, which overlap by more than a phrase.
WINDOW, OVERLAP = 8000, 100
# Beyond it (a book of a thousand pages), a text is indexed by its beginning.
MAX_TEXT = 2_000_000

_MAX_WORD = 60
_MAX_TERMS = 10
_CJK = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff" \
       "\U00020000-\U000323af"
_LETTER = f"[^\\W\\d_{_CJK}]"
_RUN = re.compile(f"[{_CJK}]+|\\d+|{_LETTER}+")
_IS_CJK = re.compile(f"[{_CJK}]")
# A line of print ends in the middle of a Chinese word.
_BROKEN = re.compile(f"(?<=[{_CJK}])\\s+(?=[{_CJK}])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# What pdfminer writes for a character that the file's font does not name.
_UNNAMED = re.compile(r"\(cid:\d+\)")


def fold(text):
    """``text`` without the differences that a search ignores."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text):
    return _RUN.findall(_THOUSANDS.sub("", _BROKEN.sub("", fold(_UNNAMED.sub(" ", text)))))


def _pairs(run):
    return [run[start:start + 2] for start in range(len(run) - 1)]


def words(text):
    """The words of ``text`` in their order.

    >>> words("重庆长江 HT-2024")
    ['重庆', '庆长', '长江', '江', 'ht', '2024']
    """
    found = []
    for run in _runs(text):
        found += [*_pairs(run), run[-1]] if _IS_CJK.match(run) else [run[:_MAX_WORD]]
    return found


def vector(text):
    """``text`` as a literal of PostgreSQL's ``tsvector``: its words and their places.

    >>> vector("甲方 A, 甲方")
    "'甲方':1,4 '方':2,5 'a':3"
    """
    places = {}
    for place, word in enumerate(words(text), start=1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def windows(text):
    """Yield ``(start, part)`` for the parts in which a long ``text`` is indexed, the whole for a short one."""
    text = text[:MAX_TEXT]
    for start in range(0, max(len(text) - OVERLAP, 1), WINDOW - OVERLAP):
        end = start + WINDOW
        while 0 < start < end - WINDOW + OVERLAP and re.match(f"{_LETTER}{{2}}|\\d{{2}}", text[start - 1:start + 1]):
            start += 1  # a part does not begin within a word: "but" of "halibut" is none
        yield start, text[start:end]


def terms(query):
    """The terms of what a user typed, at most ten, each once; none when there is no word in it.

    >>> terms("长江 轴承 / 长江")
    ['长江', '轴承']
    """
    found = dict.fromkeys(term for term in fold(query).split() if _runs(term))
    return list(found)[:_MAX_TERMS]


def tsquery(term):
    """``term`` as a literal of PostgreSQL's ``tsquery``: its words as a phrase.

    >>> tsquery("重庆长江"), tsquery("HT-2024"), tsquery("税")
    ("'重庆' <-> '庆长' <-> '长江'", "'ht' <-> '2024':*", "'税':*")
    """
    *inner, last = _runs(term)
    phrase = []
    for run in inner:
        phrase += [f"'{word}'" for word in ([*_pairs(run), run[-1]] if _IS_CJK.match(run) else [run[:_MAX_WORD]])]
    if not _IS_CJK.match(last):
        # One letter or digit alone begins half of all words.
        phrase.append(f"'{last[:_MAX_WORD]}'" + (":*" if len(last) > 1 else ""))
    else:
        phrase += [f"'{pair}'" for pair in _pairs(last)] or [f"'{last}':*"]
    return " <-> ".join(phrase)


def _pattern(term):
    pieces = []
    for run in _runs(term):
        if _IS_CJK.match(run):
            pieces.append(r"\s*".join(run))
        elif run.isdigit():
            pieces.append(r"(?<!\d)" + ",?".join(run))
        else:
            pieces.append(f"(?<!{_LETTER}){run}")
    return r"[\W_]{0,20}".join(pieces)


def _spans(text, wanted):
    """Where ``text`` has one of the terms ``wanted``: ``[(start, end), …]`` in order, merged where they touch."""
    folded = fold(text)
    origins = range(len(text))
    if len(folded) != len(text):  # "…" becomes three dots
        origins = [place for place, character in enumerate(text) for _part in fold(character)]
        folded = "".join(map(fold, text))
    spans = []
    for start, end in sorted(
            (origins[match.start()], origins[match.end() - 1] + 1)
            for term in wanted for match in re.finditer(_pattern(term), folded)):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def marked(text, wanted):
    """``text`` cut where it has one of the terms ``wanted``: ``[(piece, is it one), …]``; empty when it has none.

    >>> marked("采购合同", ["合同"])
    [('采购', False), ('合同', True)]
    """
    return _cut(text, _spans(text, wanted), 0, len(text))


def excerpt(text, wanted, width=110):
    """As :func:`marked`, for about ``width`` characters around the first hit, "…" where text was left out."""
    spans = _spans(text, wanted)
    if not spans:
        return []
    start = max(spans[0][0] - width // 3, 0)
    end = min(max(start + width, spans[0][1]), len(text))
    pieces = _cut(text, [(first, min(last, end)) for first, last in spans if first < end], start, end)
    pieces = [(re.sub(r"\s+", " ", piece), hit) for piece, hit in pieces]
    return [*[("…", False)] * (start > 0), *pieces, *[("…", False)] * (end < len(text))]


def _cut(text, spans, start, end):
    pieces = []
    for first, last in spans:
        pieces += [(text[start:first], False), (text[first:last], True)]
        start = last
    return [piece for piece in [*pieces, (text[start:end], False)] if piece[0]] if spans else []


def decoded(content):
    """The text of a plain text file, whatever wrote it: UTF-8, UTF-16, or the Chinese of older Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
