"""cuibono: an actor did something; why, and what should be done about it?"""

__version__ = "0.1.0"
