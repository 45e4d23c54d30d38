"""Department tasks (clause 5.3.1) and the leaders' instructions (8.2.2): given, known, done, looked at, closed."""

from handlers.tasks import answering, boards, deadlines, giving, instructing, measures, papers, speech
from handlers.tasks.routes import router

__all__ = ["answering", "boards", "deadlines", "giving", "instructing", "measures", "papers", "router", "speech"]
