"""The language model that ships with the package: parts of speech, dependency parse, names, sentence embeddings.

`Reader` reads sentences, `Embedder` places them in a space where like meanings are near. Both run on onnxruntime and
NumPy alone; their weights are made by `training/`.
"""

from cuibono.reading.model.embed import Embedder
from cuibono.reading.model.reader import Reader
from cuibono.reading.model.records import Name, Sentence, Token

__all__ = ["Embedder", "Name", "Reader", "Sentence", "Token"]
