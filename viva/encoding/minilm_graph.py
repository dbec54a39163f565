"""MiniLM (Wang et al., 2020: a BERT of 6 layers, 384 wide) as an ONNX graph, made from its weights.

The published file holds weights only. The graph that runs them is written here with ONNX Runtime's
own operators for a whole attention and a whole normalisation, which is what its optimiser would make
of a plain export. The embedding of words is left to the caller: 47 MB of which
a text needs a few rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from viva.models.onnx import MICROSOFT, constant, graph_input, graph_output, model, node
from viva.models.protobuf import Field

LAYERS, WIDTH, HEADS = 6, 384, 12
_EPSILON = 1e-12

Array = npt.NDArray[np.float32]


def hidden_name(layer: int) -> str:
    """The output with what the layer (1 to 6) gives: float32 [texts, pieces, 384]."""
    return f"hidden{layer}"


def graph(weights: Mapping[str, Array], outputs: Sequence[int]) -> bytes:
    """The ONNX file's bytes.

    Inputs: `embedded` float32 [texts, pieces, 384], the sum of word, place and type embeddings;
    `mask` int32 [texts, pieces], 1 for a piece and 0 for padding. Outputs: those layers' `hidden_name`.
    Raises KeyError where a weight is missing.
    """
    out = _Graph(weights)
    hidden = out.embedding("embedded", "hidden0")
    for layer in range(1, LAYERS + 1):
        hidden = out.layer(hidden, f"encoder.layer.{layer - 1}", hidden_name(layer))
    shape = ("texts", "pieces", WIDTH)
    return model(
        out.nodes,
        out.constants,
        [graph_input("embedded", "float32", shape), graph_input("mask", "int32", ("texts", "pieces"))],
        [graph_output(hidden_name(layer), "float32", shape) for layer in outputs],
    )


@dataclass(slots=True)
class _Graph:
    weights: Mapping[str, Array]
    nodes: list[Field] = field(default_factory=list)
    constants: list[Field] = field(default_factory=list)

    def embedding(self, source: str, output: str) -> str:
        names = [self._weight(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
        self.nodes.append(node("LayerNormalization", [source, *names], [output], axis=-1, epsilon=_EPSILON))
        return output

    def layer(self, hidden: str, name: str, output: str) -> str:
        queries = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self.weights[f"{part}.weight"] for part in queries])
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in queries])
        # One product for all three: the input is turned to int8 once.
        joined = self._product(hidden, f"{name}.attention.joined", weight)
        self.nodes.append(node("Split", [joined], queries, axis=2))
        mixed = f"{name}.attention.mixed"
        inputs = [*queries, self._constant(f"{name}.attention.bias", bias), "mask"]
        self._own("MultiHeadAttention", inputs, mixed, num_heads=HEADS)
        hidden = self._added(mixed, hidden, f"{name}.attention.output", f"{name}.attention.out")
        inner = self._product(hidden, f"{name}.inner", self.weights[f"{name}.intermediate.dense.weight"])
        bent = f"{name}.bent"
        self._own("BiasGelu", [inner, self._weight(f"{name}.intermediate.dense.bias")], bent)
        return self._added(bent, hidden, f"{name}.output", output)

    def _added(self, inner: str, hidden: str, name: str, output: str) -> str:
        """The end of either half of a layer: a dense product, added to what came in, normalised."""
        product = self._product(inner, f"{name}.product", self.weights[f"{name}.dense.weight"])
        parts = (f"{name}.LayerNorm.weight", f"{name}.LayerNorm.bias", f"{name}.dense.bias")
        names = [self._weight(part) for part in parts]
        self._own("SkipLayerNormalization", [product, hidden, *names], output, epsilon=_EPSILON)
        return output

    def _product(self, source: str, output: str, weight: Array) -> str:
        """`source` times the weight, [out, in] as published; no bias."""
        turned = self._constant(f"{output}.weight", np.ascontiguousarray(weight.T))
        self.nodes.append(node("MatMul", [source, turned], [output]))
        return output

    def _own(self, op: str, inputs: Sequence[str], output: str, **attributes: float) -> None:
        self.nodes.append(node(op, inputs, [output], domain=MICROSOFT, **attributes))

    def _weight(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _constant(self, name: str, array: npt.NDArray[np.generic]) -> str:
        self.constants.append(constant(name, array))
        return name
