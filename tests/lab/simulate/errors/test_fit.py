"""What is kept of rows."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.lab.simulate.errors.made import row
from viva.lab.simulate.errors.fit import BENCHED, FEWEST_WHOLE, Material, aligned, fit, profile
from viva.lab.simulate.errors.model import Garbled, Profile, Rates, Site, condition_label

NO_RATES = Rates({}, {}, {})


def kept(*heard: str, said: str = "a dark roast latte please") -> Profile | Garbled:
    (one,) = aligned([row(said, *heard)])
    return profile(one, NO_RATES)


def test_a_profile_says_where_each_hypothesis_departs() -> None:
    one = kept("A dark rose latte please.", "A dark roast latte", "A dark rows latte please,")
    assert isinstance(one, Profile)
    assert one.said == ("a", "dark", "roast", "latte", "please")
    assert one.sites == (Site("s", 2), Site("d", 4))
    assert one.heard == (("rose", "rows"), ("",))
    assert [guess.edits for guess in one.guesses] == [((0, 0),), ((1, 0),), ((0, 1),)]
    assert [guess.mark for guess in one.guesses] == [".", "", ","]
    assert [right for _, right in one.sure] == [True, True, False, True, True]


def test_an_insertion_stands_before_the_word_after_it() -> None:
    one = kept("A very dark roast latte please")
    assert isinstance(one, Profile)
    assert one.sites == (Site("i", 1),)
    assert [right for _, right in one.sure] == [True, False, True, True, True, True]


def test_what_has_nothing_of_what_was_said_is_kept_as_it_is() -> None:
    one = kept("I don't know what to say.")
    assert isinstance(one, Garbled)
    assert one.texts == ((1.0, "I don't know what to say."),)


def test_nothing_heard_is_a_profile_without_guesses() -> None:
    one = kept()
    assert isinstance(one, Profile)
    assert one.guesses == ()


def test_words_and_conditions_are_counted() -> None:
    rows = [
        row("a latte", "A latte."),
        row("a latte", "A lot.", "A ladder."),
        row("", "thank you", noise="noise 6 dB"),
        row("a", "a", noise="noise 6 dB", whole=False),
    ]
    model = fit(aligned(rows), "by hand")
    assert (model.rates.said["latte"], model.rates.wrong["latte"]) == (2, 1)
    assert model.confusions == {"latte": {"lot": 1, "ladder": 1}}
    assert model.rates.of("latte") > model.rates.of("a")
    loud = model.conditions["noise 6 dB"]
    assert (len(loud.whole), len(loud.broken_off), len(loud.silent)) == (0, 1, 1)


def test_a_condition_keeps_no_more_than_asked() -> None:
    rows = [row(f"word{at}", f"word{at}") for at in range(100)]
    assert len(fit(aligned(rows), most=30).conditions["clean"].whole) == 30


def test_kinds_of_noise_with_few_utterances_are_put_together() -> None:
    counts = {"babble 6 dB": FEWEST_WHOLE, "kitchen 6 dB": 2, "street 6 dB": 3, "telephone, street 6 dB": 1}
    rows = [row("a", "a", noise=label) for label, count in counts.items() for _ in range(count)]
    sounds = Material(sounds_ms={"kitchen 6 dB": [300] * 2}, listened_ms=Counter({"kitchen 6 dB": 60_000}))
    model = fit(aligned(rows), "", sounds)
    kept = {label: len(one.whole) for label, one in model.conditions.items()}
    assert kept == {"babble 6 dB": FEWEST_WHOLE, "noise 6 dB": 5, "telephone, street 6 dB": 1}
    assert model.conditions["noise 6 dB"].background.per_minute == 2
    assert model.nearest("street 6 dB") == "noise 6 dB"
    assert model.nearest("babble 6 dB") == "babble 6 dB"


def test_levels_of_a_band_are_one_condition() -> None:
    assert condition_label("babble 8 dB", "wideband") == condition_label("babble 11 dB", "") == "babble 10 dB"
    assert condition_label("street 12 dB", "mobile") == "mobile, street 14 dB"


def test_the_nearest_condition_has_the_line_first_and_then_the_noise() -> None:
    labels = ("clean", "kitchen 12 dB", "babble 18 dB", "telephone", "telephone, street 12 dB")
    model = fit(aligned([row("a", "a", noise=label) for label in labels]))
    for noise, line, nearest in (
        ("clean", "wideband", "clean"),
        ("babble 10 dB", "wideband", "babble 18 dB"),
        ("kitchen 25 dB", "wideband", "clean"),
        ("kitchen 15 dB", "wideband", "kitchen 12 dB"),
        ("street 16 dB", "wideband", "clean"),
        ("clean", "mobile", "telephone"),
        ("babble 6 dB", "telephone", "telephone"),
        ("street 6 dB", "mobile", "telephone, street 12 dB"),
    ):
        assert model.nearest(condition_label(noise, line)) == nearest


def test_sounds_over_the_bot_count_where_enough_were_seen() -> None:
    few = Material(overlaps=Counter({("noise", "interruption"): 10}))
    many = Material(overlaps=Counter({("noise", "interruption"): 40, ("noise", "noise"): 20}))
    rows = aligned([row("a", "a")])
    assert fit(rows, "", few).overlaps == BENCHED
    assert fit(rows, "", many).overlaps["noise"] == {"interruption": 40, "noise": 20}


@pytest.mark.parametrize("text", ["16 oz", "sixteen oz"])
def test_figures_and_words_are_the_same(text: str) -> None:
    one = kept(text, said="sixteen oz")
    assert isinstance(one, Profile)
    assert one.sites == ()
