"""A graph that is written here is one that ONNX Runtime runs."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort

from viva.models.onnx import constant, graph_input, graph_output, model, node


def test_a_written_graph_runs() -> None:
    nodes = [
        node("MatMul", ["x", "w"], ["product"]),
        node("LayerNormalization", ["product", "scale"], ["y"], axis=-1, epsilon=1e-6),
    ]
    weight = np.array([[1, 2, 3], [4, 5, 7]], np.float32)
    file = model(
        nodes,
        [constant("w", weight), constant("scale", np.ones(3, np.float32))],
        [graph_input("x", "float32", ("rows", 2))],
        [graph_output("y", "float32", ("rows", 3))],
    )
    session = ort.InferenceSession(file, providers=["CPUExecutionProvider"])
    x = np.array([[1, 0], [0, 1], [1, 1]], np.float32)
    (y,) = session.run(None, {"x": x})
    product = x @ weight
    centred = product - product.mean(1, keepdims=True)
    assert np.allclose(y, centred / product.std(1, keepdims=True), atol=1e-4)
