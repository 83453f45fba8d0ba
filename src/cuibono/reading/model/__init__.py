"""The language model that ships with the package: grammar and names, sentence embeddings, sentences that say why.

`Reader` reads sentences, `Embedder` places them in a space where like meanings are near, `Answers` judges which
sentences of a page say why the actor of a question did something. All run on onnxruntime and
NumPy alone; their weights are made by `training/`.
"""

from cuibono.reading.model.answers import Answered, Answers
from cuibono.reading.model.embed import Embedder
from cuibono.reading.model.reader import Reader
from cuibono.reading.model.records import Name, Sentence, Token

__all__ = ["Answered", "Answers", "Embedder", "Name", "Reader", "Sentence", "Token"]
