"""How often a value is right, by how much of the N-best list has it.

    python benchmarks/support.py [--data ../shared/data] [--levels 6 3 0 -3] [--every 1]

Mixes the spoken orders in `barista` with kitchen noise as the set's authors do, lets the shipped bot hear and
read them, and prints for the values it found how many were right by the share of the posterior that has
them; then, for several weights of that share, the errors of a confidence that goes by it, on every other
order (where the weight was chosen) and on the rest. All of it is development data.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import from_float, to_float
from viva.dialogue.asked import at_start
from viva.dialogue.load import load_bot
from viva.encoding.registry import sentence_encoder
from viva.hearing.bias.store import language_file
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer
from viva.lab.evaluate.calibration import calibration_error
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context
from viva.understanding.provenance import OF_SUPPORT
from viva.understanding.understander import build_understander

ROOT = Path(__file__).parents[1]
FRAME = 2048
NOW = "2026-11-24T09:30:00"
SHARES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999, 1.01)


def loudest(samples: np.ndarray) -> float:
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return float((whole**2).sum(axis=1).max())


def orders(data: Path, levels: list[float], every: int) -> Iterator[tuple[int, dict[str, str], Recognition]]:
    """Number of the order, its labels, and what was heard in it."""
    folder = data / "barista"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    noise = to_float(read_audio(folder / "kitchen_noise.flac"))
    rng = np.random.default_rng(5)
    bot = load_bot(ROOT / "bots" / "barista")
    name = bot.engines["recognizer"]
    engine, language = recognizer(name), language_file(name, bot.language)
    if not language.exists():
        engine.compile(bot.language, language)
    for level in levels:
        for number, path in enumerate(sorted((folder / "clean").glob("*.flac"))[::every]):
            speech = to_float(read_audio(path))
            at = rng.integers(0, len(noise) - len(speech))
            cut = noise[at : at + len(speech)]
            mixed = speech + cut * np.sqrt(loudest(speech) / loudest(cut) / 10 ** (level / 10))
            pcm = from_float(mixed / np.abs(mixed).max() / 2)
            yield number, labels[path.name]["slots"], engine.recognize(pcm, at_start(bot), language)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--levels", type=float, nargs="+", default=[6, 3, 0, -3], help="dB")
    parser.add_argument("--every", type=int, default=1, help="one order in so many")
    given = parser.parse_args()
    bot = load_bot(ROOT / "bots" / "barista")
    understander = build_understander(
        bot.language, pronouncer=pronouncer(bot.language.code), encoder=sentence_encoder()
    )
    rows = []
    for number, slots, heard in orders(given.data, given.levels, given.every):
        for one in understander.understand(heard, Context(NOW, at_start(bot))).entities:
            share = sum(heard.hypotheses[index].posterior for index in one.supported_by)
            # What the confidence was before the others had a say; a borrowed value has its own discount.
            before = one.confidence / (1 - OF_SUPPORT + OF_SUPPORT * share)
            rows.append((number % 2, min(before, 1.0), share, str(one.value) == slots.get(one.name)))
    half, before, share, right = np.array(rows).T
    print(f"{len(rows)} values\n\nshare of the posterior   values   right")
    for low, high in pairwise(SHARES):
        those = (share >= low) & (share < high)
        if those.any():
            print(f"{low:>10} to {min(high, 1):<9} {those.sum():>9} {right[those].mean():>7.1%}")
    print("\nweight   chosen on: Brier    ECE   the rest: Brier    ECE")
    for weight in sorted({0.0, 0.3, 0.5, OF_SUPPORT, 0.9, 1.0}):
        sure = before * (1 - weight + weight * share)
        figures = []
        for part in (half == 0, half == 1):
            brier = float(((sure[part] - right[part]) ** 2).mean())
            figures += [brier, calibration_error(sure[part], right[part] > 0)]
        print("{:>6} {:>18.3f} {:>6.3f} {:>17.3f} {:>6.3f}".format(weight, *figures))


if __name__ == "__main__":
    main()
