"""What a text says of other reports: that it tells of another event, that they are wrong. Pure."""

from __future__ import annotations

import re

_OPENING = 130  # characters in which a report says that it is of another event
_ANOTHER = re.compile(
    r"""(?<!\w)(?:
      another|second|third|fourth|one\ more|new\ (?:batch|convoy|column)
      |again|once\ more|this\ time|separate
      |ещ[её]\ од\w+|втор(?:ой|ая|ое|ую|ого)|трет(?:ий|ья|ье|ью)|снова|опять|очередн\w+
      |друг(?:ой|ая|ую)
      |нов(?:ая|ую)\ (?:партия|партию|колонна|колонну)|на\ (?:этот|сей)\ раз
      |autre|encore\ un\w*|deuxième|second\w*|troisième
      |nouve(?:au|l|lle)\ (?:convoi|livraison|colonne)
      |de\ nouveau|à\ nouveau|cette\ fois|rebelote
      |ще\ од\w+|друг(?:ий|а|у)|трет(?:ій|я|ю)|знову|чергов\w+|нова\ партія|цього\ разу
      |ثانية|ثاني|أخرى|آخر|مجددا|مجدداً|جديدة|هذه\ المرة|ثالثة
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_DISPUTES = re.compile(
    r"""(?<!\w)(?:
      contrary\ to|in\ fact|actually|not\ true|wrongly|mistaken\w*|misidentified|invented
      |exaggerat\w+
      |shows?\ only|only\ (?:one|two|three|four|five|\d+)\b|denie[sd]|overstated
      |(?:is|are|was|were)\ not\ [^.!?\n]{1,60}?\bbut\b|as\ claimed
      |вопреки|на\ самом\ деле|придумал\w*|неправд\w+|опроверг\w*|ошиб\w+|враньё|фейк\w*
      |преувелич\w+
      |а\ не\ (?:\w+,?\ )?как|всего\ (?:лишь\ )?(?:од\w+|дв\w+|три|четыре|\d+)
      |contrairement\ à\ ce|en\ réalité|en\ fait|faux|dément\w*|exagér\w+|inventé\w*
      |et\ non\ (?:pas\ )?
      |n['’]\w+\ pas\ [^.!?\n]{1,80}?\bmais\b|ne\ l['’]a\ pas\ été
      |comme\ ils\ le\ \w+|seulement\ (?:deux|trois|\d+)
      |насправді|всупереч|вигадал\w*|спросту\w+|помил\w+|перебільш\w+
      |лише\ (?:од\w+|дв\w+|три|\d+)
      |كما\ (?:يزعم|زعم|يدعي|ادعى)|وليس\w*|خلافا|خلافاً|على\ عكس|لا\ صحة|في\ الحقيقة|في\ الواقع
      |مبالغ\w*|نفى|نفت|تنفي
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def is_another(title: str, text: str) -> bool:
    """Whether it opens by saying that such a thing happened before: "another column"."""
    return bool(_ANOTHER.search(f"{title}\n{text}"[:_OPENING]))


def disputes(title: str, text: str) -> bool:
    """Whether it says that what others tell is not so."""
    return bool(_DISPUTES.search(title) or _DISPUTES.search(text))
