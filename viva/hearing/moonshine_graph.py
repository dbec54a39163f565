"""Moonshine's exported decoder, made fit for beam search, once for each copy of the model.

The export holds two decoders in one `If` node, and each step turns the whole embedding (32,768 x 288)
from int8 to float for the output projection, which costs more than the rest of the step together. Here the
two are taken apart and the projection stays in int8: the same weights, a step in a third of the time
(benchmarks/README.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VERSION = 1
"""Part of the file names: another way of preparing makes other files."""


def prepared(merged: Path) -> tuple[Path, Path]:
    """Paths of the decoders for the first step and for those after it; made where they are missing."""
    folder = merged.parent / "prepared"
    paths = tuple(folder / f"{name}-{VERSION}.onnx" for name in ("first", "next"))
    newest = merged.stat().st_mtime_ns
    if not all(p.exists() and p.stat().st_mtime_ns >= newest for p in paths):
        folder.mkdir(exist_ok=True)
        _prepare(merged, paths)
    return paths[0], paths[1]


def _prepare(merged: Path, paths: tuple[Path, ...]) -> None:
    import onnx  # only needed here, once

    model = onnx.load(str(merged))
    (switch,) = model.graph.node
    branches = {attribute.name: attribute.g for attribute in switch.attribute}
    for path, branch in zip(paths, ("else_branch", "then_branch"), strict=True):
        made = _stand_alone(onnx, model, branches[branch])
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        onnx.save(made, str(temporary))
        temporary.replace(path)


def _stand_alone(onnx: Any, model: Any, branch: Any) -> Any:
    """A branch with its inputs, outputs and weights as a model of its own."""
    graph = model.graph
    outputs = []
    for inner, outer in zip(branch.output, graph.output, strict=True):
        output = onnx.ValueInfoProto()
        output.CopyFrom(outer)
        output.name = inner.name
        outputs.append(output)
    weights = {weight.name: weight for weight in graph.initializer}
    nodes, added = _int8_projection(onnx, list(branch.node), weights)
    used = set(_inputs(nodes)) | {output.name for output in outputs}
    made = onnx.helper.make_graph(
        nodes,
        "decoder",
        [i for i in graph.input if i.name in used],
        outputs,
        [*(w for w in graph.initializer if w.name in used), added],
    )
    result = onnx.helper.make_model(made, opset_imports=model.opset_import)
    result.ir_version = model.ir_version
    return result


def _inputs(nodes: Any) -> Iterator[str]:
    for node in nodes:
        yield from node.input
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _inputs(attribute.g.node)


def _int8_projection(onnx: Any, nodes: list[Any], weights: dict[str, Any]) -> tuple[list[Any], Any]:
    """Replace Transpose, DequantizeLinear and float MatMul before `logits` by one int8 product."""
    made_by = {output: node for node in nodes for output in node.output}
    product = made_by["logits"]
    hidden, dense = product.input
    dequantize = made_by[dense]
    transposed, scale, zero = dequantize.input
    transpose = made_by[transposed]
    embedding = onnx.numpy_helper.to_array(weights[transpose.input[0]])
    added = onnx.numpy_helper.from_array(embedding.T.copy(), "projection_int8")
    node = onnx.helper.make_node
    replacement = [
        node("DynamicQuantizeLinear", [hidden], ["hidden_int8", "hidden_scale", "hidden_zero"]),
        node("MatMulInteger", ["hidden_int8", added.name, "hidden_zero", zero], ["logits_int32"]),
        node("Cast", ["logits_int32"], ["logits_float"], to=onnx.TensorProto.FLOAT),
        node("Mul", ["hidden_scale", scale], ["logits_scale"]),
        node("Mul", ["logits_float", "logits_scale"], ["logits"]),
    ]
    gone = {id(product), id(dequantize), id(transpose)}
    kept = [n for n in nodes if id(n) not in gone]
    return kept + replacement, added
