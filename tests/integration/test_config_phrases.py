"""The shipped phrases hear in five languages what stands beside a fact."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.event_replay import ROOT
from config.load import read_lexicon
from detector.claims import causes, disputes, followed_by, is_another, rejects, said_since
from detector.ids import is_official
from detector.model import Document
from detector.phrases import Phrases


@cache
def shipped() -> Phrases:
    return Phrases.of(read_lexicon(ROOT / "config", ()))


@pytest.mark.parametrize(
    "text",
    [
        "A second column in four days passed.",
        "Прошла ещё одна колонна.",
        "Autre départ de Gao, jeudi.",
        "Чергова колона в Гао.",
        "طائرة شحن ثانية هذا الأسبوع",
    ],
)
def test_another_event_is_announced(text: str) -> None:
    assert is_another("", text, shipped())


@pytest.mark.parametrize(
    "text",
    [
        "The image shows only two launchers.",
        "Сняли четыре, а не шесть, как пишут местные.",
        "«Полный вывод» придумали туареги.",
        "Ce n'est pas à Gao mais à Ber.",
        "Насправді їх двоє.",
        "ولم تسقط بسبب عطل كما يزعم العدو",
        "Somebody is mixing up two camps.",
        "Паникёрам: никто никуда не бежит.",
        "Nos confrères confondent deux camps.",
        "Переплутали два табори.",
        "خلطوا بين معسكرين",
    ],
)
def test_others_are_said_to_be_wrong(text: str) -> None:
    assert disputes("", text, shipped())


@pytest.mark.parametrize(
    "text",
    [
        "The minister denied the arrival of Russian instructors.",
        "The junta rejected reports that tanks had landed.",
        "There are no Russians at the camp, he said.",
        "Никаких русских на стройке нет.",
        "Наших там нет и не было.",
        "Посольство опровергло сообщения о прибытии танков.",
        "Le gouverneur a catégoriquement démenti la présence de soldats russes.",
        "« Pas un seul militaire russe sur notre sol », dit-il.",
        "Уряд спростував повідомлення про прибуття танків.",
        "Жодних росіян там немає.",
        "نفى المتحدث وصول دبابات روسية",
        "ونفت القيادة ما تداولته مواقع عن وصول قوات",
        "The governor dismisses talk of a Russian base.",
        "There is no foreign contingent in Dori, he said.",
        "He called the whole story an invention.",
        "Посольство отвергло публикации об оружии.",
        "Дипмиссия назвала выдумкой публикации о контейнерах.",
        "Le préfet a réfuté les rumeurs de livraison.",
        "Le ministre a qualifié ces récits d'affabulations.",
        "Посольство назвало вигадкою повідомлення про танки.",
        "واعتبرت السفارة أن الأنباء مختلقة",
    ],
)
def test_what_others_tell_is_rejected(text: str) -> None:
    assert rejects("", text, shipped())


@pytest.mark.parametrize(
    "text",
    [
        "The army did not deny reports of an arrival.",
        "Russian instructors arrived despite the denial.",
        "Le texte dément tout abandon du camp.",
        "Посольство не опровергло сообщения о прибытии.",
        "أقارب العمال أكدوا وجود الروس رغم نفي الحكومة",
    ],
)
def test_what_nobody_denies_is_not_rejected(text: str) -> None:
    assert not rejects("", text, shipped())


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("It clipped a tree on landing.", "mishap"),
        ("Потеряли не от огня: зацепил винтом дерево.", "mishap"),
        ("Panne de moteur au décollage.", "mishap"),
        ("Шасі склалося під час посадки.", "mishap"),
        ("سقطت بسبب عطل في المحرك", "mishap"),
        ("Никто его не сбивал.", "mishap"),
        ("A mine went off, nobody was killed.", "nobody dead"),
        ("Броневик подорвался, экипаж жив.", "nobody dead"),
        ("Le blindé a sauté, aucun mort.", "nobody dead"),
        ("Броньовик підірвався, жодного вбитого.", "nobody dead"),
        ("انفجار المدرعة: لا قتلى", "nobody dead"),
        ("Пятеро русских погибли.", "dead"),
        ("Not a single box of weapons came off.", "no arms"),
        ("Никакого оружия на борту.", "no arms"),
        ("Aucune arme à bord.", "no arms"),
        ("Жодної зброї на борту.", "no arms"),
        ("ولم ينزل منها صندوق سلاح واحد", "no arms"),
    ],
)
def test_what_is_told_or_denied_of_a_loss_or_a_cargo_is_heard(text: str, cause: str) -> None:
    assert causes(Document("1", text), shipped()) == (cause,)


@pytest.mark.parametrize(
    "text",
    [
        "The trucks are Turkish, not Russian.",
        "Бронемашины чадские, а не российские.",
        "Ces engins n'ont rien de russe.",
        "Вони не російські, а чадські.",
        "المدرعات تشادية لا روسية",
    ],
)
def test_who_says_that_they_are_not_theirs_disputes(text: str) -> None:
    assert disputes("", text, shipped())


@pytest.mark.parametrize("date", ["8 May", "8 мая", "8 mai", "8 травня", "8 مايو"])
def test_days_of_months_are_read(date: str) -> None:
    assert shipped().day_first.search(f"The visit of {date}")


@pytest.mark.parametrize(
    "said",
    ["3 separate contacts", "12 Marines", "4 décharges", "48 жовтий", "5 травмованих", "3 جوانب"],
)
def test_words_that_begin_like_a_month_name_no_day(said: str) -> None:
    assert not shipped().day_first.search(said)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fuel reaches Bamako, army says", ""),
        ("", "Міністр оборони оголосив про передачу броневиків."),
        ("", "أعلنت وزارة الأمن وصول المعدات"),
        ("القيادة العامة: المنظومات دفاعية", ""),
        ("", "Le ministère malien de la Défense a réagi à ce départ."),
        ("", "Le ministre de la Défense nationale a présenté deux hélicoptères."),
        ("", "La présidence est sortie de son silence jeudi soir."),
        ("", "МИД России подтвердил, что специалисты прибыли."),
        ("", "Міністр оборони Нігеру показав журналістам системи."),
        ("", "قال سفير روسيا لدى مالي إن المدربين وصلوا."),
        ("", "An adviser to the president confirmed the building of a camp."),
        ("", "The Portuguese Navy said that a frigate had followed her."),
        ("", "Советник президента республики подтвердил нашей газете строительство."),
        ("", "Фрегат прибыл с визитом, сообщила пресс-служба Тихоокеанского флота."),
        ("", "Le préfet confirme l'arrivée des véhicules."),
        ("", "Радник президента підтвердив будівництво казарм."),
        ("", "أعلنت القوات البحرية أن الفرقاطة رست"),
        ("", "وأكدت وزارة الجيوش التشادية تسلم مروحيتين"),
        ("Le gouvernement explique les blindés de Dapaong", ""),
        ("", "Посольство России в Буркина-Фасо: «Эксперты находятся в Уагадугу»."),
        ("", "Embassy of Russia in Mali: “The vehicles were handed over.”"),
    ],
)
def test_an_office_speaks(title: str, text: str) -> None:
    assert is_official(Document("1", text, title), shipped())


@pytest.mark.parametrize(
    "text",
    [
        "An officer of the Malian army confirmed the arrival.",
        "Источник в армии подтвердил прибытие.",
        "Une source au sein de l'armée confirme l'arrivée.",
        "Про це заявив речник угруповання.",
        "ولم يصدر الجيش المالي أي بيان",
        "واستقبلها ضباط من البحرية السودانية على الرصيف",
    ],
)
def test_who_speaks_for_no_office_is_not_official(text: str) -> None:
    assert not is_official(Document("1", text), shipped())


@pytest.mark.parametrize(
    "text",
    [
        "The Malian flag had been raised over the camp.",
        "База перешла под контроль местных, флаг ФАКА поднят.",
        "La base des Russes passe aux mains des FACA.",
        "Лейтенант отримав ключі від табору.",
        "وتسلم قائد الجيش مفاتيح المعسكر ورفع علم البلاد",
    ],
)
def test_a_handover_is_heard(text: str) -> None:
    told = followed_by(Document("1", text), shipped())

    assert "handover" in {one.name for one in told}


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("Колонна завершила марш и встала у полосы.", "goal reached"),
        ("Le Front a revendiqué la destruction de l'appareil.", "claimed"),
        ("Розвантаження триває другу ніч.", "unloading"),
        ("وصلت القافلة فجر اليوم", "goal reached"),
        ("The team has begun training its first recruits.", "training begun"),
        ("Расчёты провели стрельбы на полигоне.", "exercise"),
        ("أعلنت الجبهة أن قواتها دخلت معسكر أمشاش", "taken over"),
        ("Колонна подорвалась на фугасе за Хомбори.", "struck"),
        ("Le camion a sauté sur une mine.", "struck"),
        ("تعرضت القافلة لانفجار عبوتين", "struck"),
        ("Pallets are being taken off at the military apron.", "unloading"),
        ("Выкатили из брюха бронемашины.", "unloading"),
        ("L'avion est en train de vider des caisses.", "unloading"),
        ("Ящики тягали солдати, ланцюжком.", "unloading"),
        ("هبطت الطائرة وأنزلت حاويات", "unloading"),
        ("Men with bags came down the ramp.", "unloading"),
        ("Через аппарель сошли четыре грузовика.", "unloading"),
        ("Deux fuselages viennent d'être descendus du gros-porteur.", "unloading"),
        ("По рампі зійшло шість машин.", "unloading"),
        ("وأخرجت من الطائرة صناديق", "unloading"),
        ("The convoy got through to Nioro.", "goal reached"),
        ("Le convoi est bien arrivé à Sévaré ce jour.", "goal reached"),
        ("Cadets are learning to fly them.", "training begun"),
        ("Le gouverneur a lancé vendredi une session de formation.", "training begun"),
        ("Губернатор открыл курс для бойцов.", "training begun"),
        ("افتتح المحافظ دورة تدريبية للجنود", "training begun"),
        ("Танки стріляють на полігоні.", "exercise"),
        ("Моряки провели совместное занятие.", "exercise"),
        ("Premiers tirs d'instruction samedi.", "exercise"),
        ("They drove through the gate of the garrison.", "goal reached"),
        ("Колонна въехала за ворота гарнизона.", "goal reached"),
        ("Les camions ont franchi le portail de la garnison.", "goal reached"),
        ("Машини стоять у дворі бази.", "goal reached"),
        ("عبرت الشاحنات بوابة القاعدة, عبرت بوابة القاعدة", "goal reached"),
        ("The cargo is ashore and the hold now empty.", "unloading"),
        ("Борт к обеду опустел.", "unloading"),
        ("Les grues ont travaillé toute la nuit.", "unloading"),
        ("Літак спорожнів, ящики перевантажили на вантажівки.", "unloading"),
        ("السفينة فرّغت بطنها كله", "unloading"),
        ("Builders have begun laying a second taxiway.", "construction"),
        ("Вокруг стоянки роют капониры.", "construction"),
        ("Ils ont commencé à construire un mur.", "construction"),
        ("Муляри мурують стіни, вже кладуть плити.", "construction"),
        ("بدأت تسوية الأرض وحفر الأساسات", "construction"),
    ],
)
def test_what_has_come_of_it_is_heard(text: str, since: str) -> None:
    assert since in {one.name for one in said_since(Document("1", text), shipped())}


@pytest.mark.parametrize(
    "text",
    [
        "Armour, nine tanks and eight vehicles, has been seen in Bamako.",
        "The base is under construction, the airfield has been extended.",
        "The convoy set off a day later.",
        "Drones landed at the base.",
        "Le camp a été agrandi, la base est à Gao.",
        "На базу под Бамако пришли машины.",
        "وقعت في باماكو اتفاقية",
    ],
)
def test_what_was_only_seen_or_built_was_not_struck(text: str) -> None:
    assert "struck" not in {one.name for one in said_since(Document("1", text), shipped())}


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("First flight of the new Hinds this morning.", "operation"),
        ("Вчера был первый облёт над Гао.", "operation"),
        ("Les drones ont volé pour la première fois.", "operation"),
        ("Два «Панцирі» вже стоять на позиції.", "operation"),
        ("حلقت المروحية لأول مرة، في أول تحليق", "operation"),
        ("The cargo has gone inland.", "departure"),
        ("Колонна вышла из порта ночью.", "departure"),
        ("Les derniers camions avaient quitté le port.", "departure"),
        ("Колона вийшла з порту вночі.", "departure"),
        ("خرج الرتل من أجلهوك صباح اليوم", "departure"),
        ("Mixed foot patrols of both armies were out on Saturday.", "operation"),
        ("«Восьмёрки» уже в воздухе, крутили облёт над городом.", "operation"),
        ("Ils sillonnent les quartiers et contrôlent les papiers.", "operation"),
        ("Росіяни розчохлили гаубиці, гатили в бік бухти.", "operation"),
        ("دورية راجلة تجوب شوارع المدينة", "operation"),
        ("The freighter let go lines at dawn, riding high.", "departure"),
        ("Сухогруз отдал швартовы.", "departure"),
        ("Le cargo a largué les amarres.", "departure"),
        ("Корабель віддав швартови.", "departure"),
        ("رفعت السفينة مرساتها, رفعت مرساتها", "departure"),
        ("The captain signed them over to the navy.", "handover"),
        ("Катера вошли в состав флота.", "handover"),
        ("Les blindés arborent désormais le drapeau malien.", "handover"),
        ("Катери увійшли до складу флоту.", "handover"),
        ("تسلموا مفاتيح الزوارق", "handover"),
    ],
)
def test_what_was_done_with_it_afterwards_is_heard(text: str, done: str) -> None:
    assert done in {one.name for one in followed_by(Document("1", text), shipped())}


@pytest.mark.parametrize(
    "text",
    [
        "She turned over and went back to sleep.",
        "L'avion vient de se poser, ça vient de Benina.",
        "Двоє працюють на складі.",
    ],
)
def test_what_only_sounds_like_it_is_not_heard(text: str) -> None:
    assert followed_by(Document("1", text), shipped()) == ()


def test_a_landing_ship_unloads_nothing_by_its_name() -> None:
    for said in ("Un navire de débarquement fait route.", "سفينة إنزال تتجه إلى طبرق"):
        assert "unloading" not in {one.name for one in said_since(Document("1", said), shipped())}


@pytest.mark.parametrize(
    "before", ["a source in ", "официальный ", "selon ", "джерело в ", "مصدر في "]
)
def test_who_speaks_is_heard_before_a_place(before: str) -> None:
    assert shipped()["not_where"].search(f"{before}\0")


@pytest.mark.parametrize(
    "said", ["unlike in Gao", "в отличие от Гао", "au lieu d’un char", "замість Гао", "بدلاً من غاو"]
)
def test_contrasts_are_heard(said: str) -> None:
    assert shipped()["contrast"].search(said)
