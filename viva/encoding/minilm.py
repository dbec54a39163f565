"""all-MiniLM-L6-v2 (sentence-transformers; Reimers and Gurevych, 2019) on ONNX Runtime, one thread.

A text's vector is the mean of its pieces' vectors in a layer, scaled to length 1: of the last layer, as
published, and of the fourth and third, which keep more of the wording (Jawahar et al., 2019, What does
BERT learn about the structure of language?) and joined with the last one tell like intents apart better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Encoding, Tokenizer

from viva.encoding.engine import Matrix, TokenVectors
from viva.encoding.minilm_graph import LAYERS, WIDTH, graph, hidden_name
from viva.encoding.safetensors import read_arrays
from viva.models.fetch import ensure

MOST_PIECES = 128
"""Of one text; what follows is left unread. Half a minute of speech has about 120."""
_VIEWS = (LAYERS, 4, 3)
_BATCH = 16


class MiniLm:
    """See `Encoder`. Loads in 0.3 s; the words' embeddings stay on disk, mapped and shared."""

    size = WIDTH

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: of the model's files; by default where `viva models pull` puts them.

        Raises ModelError where a file is missing or damaged.
        """
        folder = folder or ensure("all-minilm-l6-v2")
        weights = read_arrays(folder / "model.safetensors")
        self._words = weights["embeddings.word_embeddings.weight"]
        places = weights["embeddings.position_embeddings.weight"][:MOST_PIECES]
        self._places = places + weights["embeddings.token_type_embeddings.weight"][0]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_PIECES)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model = graph(weights, _VIEWS)
        self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Matrix:
        """[texts, 3, 384], each vector of length 1."""
        out = np.zeros((len(texts), len(_VIEWS), WIDTH), np.float32)
        for index, _, hidden in self._read(texts):
            out[index] = [layer.mean(0) for layer in hidden]
        out /= np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-9)
        return out

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The last layer's vectors, [pieces, 384], without [CLS] and [SEP]."""
        found = {
            index: TokenVectors(last[1:-1].copy(), tuple(encoding.offsets[1:-1]))
            for index, encoding, (last, *_) in self._read(texts)
        }
        return [found[index] for index in range(len(texts))]

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding, list[Matrix]]]:
        """Index of each text, its pieces, each view of them with the marks of start and end; in any order."""
        pieces = [self._tokenizer.encode(text) for text in texts]
        # Texts of like length share a batch: less of it is padding.
        order = sorted(range(len(texts)), key=lambda index: len(pieces[index].ids))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            hidden = self._hidden([pieces[index].ids for index in batch])
            for row, index in enumerate(batch):
                yield index, pieces[index], [layer[row, : len(pieces[index].ids)] for layer in hidden]

    def _hidden(self, batch: Sequence[Sequence[int]]) -> list[npt.NDArray[np.float32]]:
        """Each view, [texts, longest, 384], of piece numbers; what lies beyond a text's end means nothing."""
        longest = max(len(ids) for ids in batch)
        padded = np.zeros((len(batch), longest), np.int64)
        mask = np.zeros((len(batch), longest), np.int32)
        for row, ids in enumerate(batch):
            padded[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        feeds = {"embedded": self._words[padded] + self._places[:longest], "mask": mask}
        hidden: list[npt.NDArray[np.float32]] = self._session.run(
            [hidden_name(layer) for layer in _VIEWS], feeds
        )
        return hidden
