"""A reader that asks a server: any endpoint that speaks OpenAI's chat protocol, a local Ollama or vLLM included.

Off unless somebody names an endpoint. What the server says is data: nothing of it enters a case but exact words of the
document that was sent, labels from a fixed list, dates and a number.
"""

from cuibono.reading.endpoint.address import Address
from cuibono.reading.endpoint.manners import Manners
from cuibono.reading.endpoint.reader import EndpointReader

__all__ = ["Address", "EndpointReader", "Manners"]
