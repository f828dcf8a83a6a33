"""The words of an event's line in the five languages; countries, dates and plurals from CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_interval, format_skeleton

from config.schema import Language

_LOCALES: Mapping[Language, str] = {
    "en": "en_GB", "ru": "ru", "fr": "fr", "uk": "uk", "ar": "ar",
}  # fmt: skip
ACTIVITIES: Mapping[str, Mapping[Language, str]] = {
    "arrival": {"en": "arrival", "ru": "прибытие", "fr": "arrivée", "uk": "прибуття", "ar": "وصول"},
    "movement": {
        "en": "movement", "ru": "переброска", "fr": "mouvement", "uk": "перекидання", "ar": "تحرك",
    },
    "convoy": {"en": "convoy", "ru": "колонна", "fr": "convoi", "uk": "колона", "ar": "قافلة"},
    "presence": {
        "en": "deployment", "ru": "размещение", "fr": "déploiement", "uk": "розміщення",
        "ar": "انتشار",
    },
    "sighting": {
        "en": "sighting", "ru": "замечено", "fr": "observation", "uk": "помічено", "ar": "رصد",
    },
    "construction": {
        "en": "construction", "ru": "строительство", "fr": "construction", "uk": "будівництво",
        "ar": "بناء",
    },
    "rotation": {
        "en": "rotation", "ru": "ротация", "fr": "relève", "uk": "ротація", "ar": "تبديل القوات",
    },
    "withdrawal": {
        "en": "withdrawal", "ru": "вывод", "fr": "retrait", "uk": "вивід", "ar": "انسحاب",
    },
    "loss": {"en": "loss", "ru": "потеря", "fr": "perte", "uk": "втрата", "ar": "خسارة"},
    "exercise": {
        "en": "exercise", "ru": "учения", "fr": "exercice", "uk": "навчання", "ar": "مناورات",
    },
    "operation": {
        "en": "in action", "ru": "применение", "fr": "engagement", "uk": "застосування",
        "ar": "عمليات",
    },
    "departure": {
        "en": "departure", "ru": "убытие", "fr": "départ", "uk": "вибуття", "ar": "مغادرة",
    },
    "handover": {
        "en": "handover", "ru": "передача", "fr": "remise", "uk": "передача", "ar": "تسليم",
    },
    "recovery": {
        "en": "recovery", "ru": "эвакуация техники", "fr": "récupération",
        "uk": "евакуація техніки", "ar": "سحب الحطام",
    },
    "agreement": {
        "en": "agreement", "ru": "соглашение", "fr": "accord", "uk": "угода", "ar": "اتفاق",
    },
}  # fmt: skip
_FIRST: Mapping[Language, str] = {
    "en": "first", "ru": "первым", "fr": "d’abord", "uk": "першим", "ar": "أولاً",
}  # fmt: skip
UPDATE: Mapping[Language, str] = {
    "en": "Update", "ru": "Новое", "fr": "Mise à jour", "uk": "Нове", "ar": "تحديث",
}  # fmt: skip
_MORE: Mapping[Language, str] = {
    "en": "+{} more", "ru": "и ещё {}", "fr": "+{} autres", "uk": "і ще {}", "ar": "+{} أخرى",
}  # fmt: skip
# By CLDR's plural forms; "other" stands for those that a language lacks here.
_REPORTS: Mapping[Language, Mapping[str, str]] = {
    "en": {"one": "{} report", "other": "{} reports"},
    "ru": {"one": "{} сообщение", "few": "{} сообщения", "other": "{} сообщений"},
    "fr": {"one": "{} signalement", "other": "{} signalements"},
    "uk": {"one": "{} повідомлення", "few": "{} повідомлення", "other": "{} повідомлень"},
    "ar": {"one": "تقرير واحد", "two": "تقريران", "few": "{} تقارير", "other": "{} تقريرًا"},
}
_LANGUAGES: Mapping[Language, Mapping[str, str]] = {
    "en": {"one": "{} language", "other": "{} languages"},
    "ru": {"one": "{} язык", "few": "{} языка", "other": "{} языков"},
    "fr": {"one": "{} langue", "other": "{} langues"},
    "uk": {"one": "{} мова", "few": "{} мови", "other": "{} мов"},
    "ar": {"one": "لغة واحدة", "two": "لغتان", "few": "{} لغات", "other": "{} لغة"},
}


def activity(name: str, language: Language) -> str:
    return ACTIVITIES[name][language] if name in ACTIVITIES else name


def first(source: str, language: Language) -> str:
    return f"{_FIRST[language]}: {source}"


def more(count: int, language: Language) -> str:
    return _MORE[language].format(count)


def reports(count: int, language: Language) -> str:
    return _counted(count, _REPORTS[language], language)


def languages(count: int, language: Language) -> str:
    return _counted(count, _LANGUAGES[language], language)


def country(code: str, language: Language) -> str:
    """The name of an ISO 3166 code; the code itself when unknown."""
    return str(_locale(language).territories.get(code, code))


def days(since: date, until: date, language: Language) -> str:
    """`17–18 Jan`."""
    locale = _locale(language)
    if since == until:
        return format_skeleton("MMMd", since, locale=locale)
    return format_interval(since, until, "MMMd", locale=locale)


def _counted(count: int, forms: Mapping[str, str], language: Language) -> str:
    form = _locale(language).plural_form(count)
    return forms.get(form, forms["other"]).format(count)


@lru_cache(maxsize=8)
def _locale(language: Language) -> Locale:
    return Locale.parse(_LOCALES[language])
