"""Foreign texts are told from English ones, telegrams and emoji; in doubt nothing is said."""

from __future__ import annotations

import pytest

from themer.language.english import looks_foreign


@pytest.mark.parametrize(
    "text",
    [
        "Die Öffnungszeiten sind zu kurz und der Bus fährt nicht am Sonntag.",
        "Les horaires ne sont pas pratiques pour nous et le bus est en retard.",
        "El horario es muy corto y los autobuses no llegan por la tarde.",
        "Gli orari non sono comodi e il personale è molto gentile.",
        "Os horários não são bons e o autocarro chega muito tarde.",
        "De openingstijden zijn te kort en het personeel is niet aardig.",
        "Godziny otwarcia nie są dobre, ale obsługa jest bardzo miła dla nas i to jest ważne.",
        "Mae'r staff yn dda iawn ond mae yr oriau yn rhy fyr i ni.",
        "Часы работы слишком короткие, а персонал очень добрый.",
        "开放时间太短了，工作人员很好。",
        "مواعيد العمل قصيرة جدا والموظفون طيبون",
    ],
)
def test_other_languages_look_foreign(text: str) -> None:
    assert looks_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "n/a",
        "🙂🙂🙂🙂🙂🙂🙂🙂",
        "Long waits, rude staff, poor parking, cold food, dirty wards, no signs.",
        "Waiting times waiting times parking signage cleanliness food reception booking",
        "The café's naïve façade was renovated in the spring.",
        "Staff die out of hours; on the ward has been nobody since March.",
        "My son goes to la Scala and the menu said soupe du jour.",
        "Ja.",
        "word " * 100_000,
        "van " * 100_000,
        "The van met los angeles per diem com den pas sur ma",
        "12 34 56 78 90 12 34",
    ],
)
def test_english_lists_and_short_texts_do_not(text: str) -> None:
    assert not looks_foreign(text)
