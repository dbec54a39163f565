"""The sentence encoder: near in meaning is near in vector, and a text's vector is its own."""

from __future__ import annotations

import numpy as np
import pytest

from viva.encoding.engine import Encoder
from viva.encoding.registry import sentence_encoder
from viva.models.catalogue import ModelError


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    try:
        return sentence_encoder()
    except ModelError as error:
        pytest.skip(f"{error.message}; {error.hint}")


@pytest.mark.models
def test_like_meaning_is_near(encoder: Encoder) -> None:
    said = ["my card never came", "i still have not received my new card", "what a sunny day"]
    near = encoder.encode(said)[:, 0]
    likeness = near @ near.T
    assert near.shape == (3, encoder.size) and np.allclose(np.diag(likeness), 1, atol=1e-5)
    assert likeness[0, 1] > 0.7 > 0.3 > likeness[0, 2]


@pytest.mark.models
def test_the_published_vector(encoder: Encoder) -> None:
    """The first numbers that sentence-transformers gives for the sentence of the model's own page."""
    expected = [0.0676, 0.0635, 0.0487, 0.0793, 0.0374]
    assert np.allclose(encoder.encode(["This is an example sentence"])[0, 0, :5], expected, atol=1e-3)


@pytest.mark.models
def test_a_vector_does_not_depend_on_the_others(encoder: Encoder) -> None:
    from viva.encoding.minilm import MiniLm

    bare = MiniLm()
    texts = [
        "hello",
        "",
        "a " * 400,
        "こんにちは",
        "two words",
        "where is the card that you sent me last week",
    ]
    together = bare.encode(texts)
    assert np.allclose(together, [bare.encode([text])[0] for text in texts], atol=1e-5)
    assert np.array_equal(encoder.encode(texts), encoder.encode(texts))
    assert bare.encode([]).shape == (0, 3, 384)


@pytest.mark.models
def test_to_the_last_bit_for_what_callers_say(encoder: Encoder) -> None:
    """Calls in virtual time rely on it: which texts are remembered, and which encoded together, is chance."""
    from viva.encoding.minilm import MiniLm

    bare = MiniLm()
    texts = ["yes", "a large latte", "a large latte please", "can i get a large latte with oat milk please"]
    for together in (texts, texts[1:], texts[:2], texts[::-1]):
        alone = np.stack([bare.encode([text])[0] for text in together])
        assert np.array_equal(bare.encode(together), alone)


@pytest.mark.models
def test_pieces_have_their_places(encoder: Encoder) -> None:
    (read, empty) = encoder.tokens(["book Dr Lindqvist", ""])
    assert read.vectors.shape == (len(read.spans), encoder.size) and empty.spans == ()
    pieces = ["book Dr Lindqvist"[a:b] for a, b in read.spans]
    assert pieces[:2] == ["book", "Dr"] and "".join(pieces[2:]) == "Lindqvist"
