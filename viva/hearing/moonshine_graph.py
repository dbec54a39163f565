"""Moonshine's exported decoder, changed in memory before it is loaded.

The export is one `If`: a branch without a cache for the first step, one with it for those after. It does
a thing that a live recognizer cannot afford, and hides one that it needs:

- At each step it turns the whole embedding (32,768 x 288) from int8 to float for the output projection,
  which with four hypotheses is 13.6 of the step's 14 ms. Here the same int8 weights are multiplied as
  they are, like those of all other layers (benchmarks/README.md).
- The cross-attention, which tells when a token was said, is no output. Here one layer's is:
  `attention`, float32 [batch, heads, tokens, encoder frames].

The file is pinned by its SHA-256, so names are relied on; another graph is refused. It takes 0.1 s and
neither the onnx package nor a changed copy on disk.
"""

from __future__ import annotations

from collections.abc import Callable

from viva.models.protobuf import Field, all_of, nested, one_of, parse, serialize, string

# Field numbers of onnx.proto.
MODEL_GRAPH, MODEL_OPSET = 7, 8
GRAPH_NODE, GRAPH_OUTPUT = 1, 12
NODE_INPUT, NODE_OUTPUT, NODE_NAME, NODE_OP, NODE_ATTRIBUTE, NODE_DOMAIN = 1, 2, 3, 4, 5, 7
ATTRIBUTE_GRAPH = 6
FLOAT = 1
"""TensorProto's element type."""

_EMBEDDING = "model.decoder.embed_tokens.weight"


def adapted(model: bytes, attention_layer: int) -> bytes:
    """The decoder's ONNX file -> the changed one. `ValueError` if it is another graph."""
    fields = parse(model)
    graph = parse(one_of(fields, MODEL_GRAPH).data)
    _change(graph, GRAPH_NODE, lambda node: _if_node(node, attention_layer))
    graph.append(_float_output("attention"))
    changed = [nested(MODEL_GRAPH, graph) if f.number == MODEL_GRAPH else f for f in fields]
    # OperatorSetIdProto: domain 1, version 2. Only ONNX Runtime has the int8 product as one node.
    changed.append(nested(MODEL_OPSET, [string(1, "com.microsoft"), Field(2, 0, 1)]))
    return serialize(changed)


def _if_node(node: list[Field], layer: int) -> list[Field]:
    if (op := one_of(node, NODE_OP).text) != "If":
        raise ValueError(f"a decoder of one If was expected, this one has {op}")
    _change(node, NODE_ATTRIBUTE, lambda attribute: _branch(attribute, layer))
    return [*node, string(NODE_OUTPUT, "attention")]


def _branch(attribute: list[Field], layer: int) -> list[Field]:
    _change(attribute, ATTRIBUTE_GRAPH, lambda graph: _branch_graph(graph, layer))
    return attribute


def _branch_graph(graph: list[Field], layer: int) -> list[Field]:
    dense = f"{_EMBEDDING}_transposed"
    softmax = f"/model/decoder/layers.{layer}/encoder_attn/Softmax_output_0"
    kept, given = [], set()
    for field in graph:
        if field.number == GRAPH_NODE:
            outputs = {output.text for output in all_of(parse(field.data), NODE_OUTPUT)}
            given |= outputs
            if outputs & {dense, "logits"}:
                continue
        kept.append(field)
    hidden = "/model/decoder/norm/Mul_output_0"
    if missing := {dense, f"{dense}_quantized", "logits", hidden, softmax} - given:
        raise ValueError(f"the decoder's branch does not compute {sorted(missing)[0]}")
    weights = f"{_EMBEDDING}_merged_0"
    product = [hidden, f"{dense}_quantized", f"{weights}_scale", f"{weights}_zero_point"]
    return [
        *kept,
        _node("DynamicQuantizeMatMul", product, "logits", domain="com.microsoft"),
        _node("Identity", [softmax], "attention"),
        _float_output("attention"),
    ]


def _node(op: str, inputs: list[str], output: str, *, domain: str = "") -> Field:
    fields = [*(string(NODE_INPUT, name) for name in inputs), string(NODE_OUTPUT, output)]
    fields += [string(NODE_NAME, f"viva/{output}"), string(NODE_OP, op), string(NODE_DOMAIN, domain)]
    return nested(GRAPH_NODE, fields)


def _float_output(name: str) -> Field:
    # ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1. The shape is inferred.
    return nested(GRAPH_OUTPUT, [string(1, name), nested(2, [nested(1, [Field(1, 0, FLOAT)])])])


def _change(message: list[Field], number: int, change: Callable[[list[Field]], list[Field]]) -> None:
    """Replaces every field of that number by what `change` makes of its content."""
    for i, field in enumerate(message):
        if field.number == number:
            message[i] = nested(number, change(parse(field.data)))
