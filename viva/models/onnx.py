"""The few parts of an ONNX graph, enough to write one in memory without the onnx package.

Source of the field numbers: onnx/onnx.proto of the ONNX project, IR version 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from viva.models.protobuf import BYTES, FIXED32, VARINT, Field, nested, serialize, string

MICROSOFT = "com.microsoft"
"""Domain of ONNX Runtime's own operators."""
_IR_VERSION, _OPSET = 8, 17
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2


def model(
    nodes: Iterable[Field], constants: Iterable[Field], inputs: Iterable[Field], outputs: Iterable[Field]
) -> bytes:
    """A whole file's bytes, with the standard operators and ONNX Runtime's own."""
    graph = [*nodes, string(2, "viva"), *constants, *inputs, *outputs]
    opsets = [
        nested(8, [string(1, domain), Field(2, VARINT, version)])
        for domain, version in (("", _OPSET), (MICROSOFT, 1))
    ]
    return serialize([Field(1, VARINT, _IR_VERSION), nested(7, graph), *opsets])


def node(
    op: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    *,
    domain: str = "",
    **attributes: float,
) -> Field:
    """One operation. An int attribute is written as an integer, a float as a float."""
    fields = [*(string(1, name) for name in inputs), *(string(2, name) for name in outputs)]
    fields += [string(3, outputs[0]), string(4, op), string(7, domain)]
    return nested(1, [*fields, *(_attribute(name, value) for name, value in attributes.items())])


def constant(name: str, array: npt.NDArray[np.generic]) -> Field:
    """An array of the graph (TensorProto). KeyError for an element type that is not in the table."""
    kind = Field(2, VARINT, _TYPES[array.dtype.name])
    dims = [Field(1, VARINT, size) for size in array.shape]
    return nested(5, [*dims, kind, string(8, name), Field(9, BYTES, np.ascontiguousarray(array).tobytes())])


def graph_input(name: str, kind: str, shape: Sequence[int | str]) -> Field:
    """`kind`: as NumPy names it. A size that is only known at each run is a name."""
    return nested(11, _value(name, kind, shape))


def graph_output(name: str, kind: str, shape: Sequence[int | str]) -> Field:
    return nested(12, _value(name, kind, shape))


def _value(name: str, kind: str, shape: Sequence[int | str]) -> list[Field]:
    dims = [nested(1, [string(2, d) if isinstance(d, str) else Field(1, VARINT, d)]) for d in shape]
    return [string(1, name), nested(2, [nested(1, [Field(1, VARINT, _TYPES[kind]), nested(2, dims)])])]


def _attribute(name: str, value: float) -> Field:
    if isinstance(value, int):
        content = [Field(3, VARINT, value % 2**64), Field(20, VARINT, _ATTRIBUTE_INT)]
    else:
        bits = int.from_bytes(np.float32(value).tobytes(), "little")
        content = [Field(2, FIXED32, bits), Field(20, VARINT, _ATTRIBUTE_FLOAT)]
    return nested(5, [string(1, name), *content])
