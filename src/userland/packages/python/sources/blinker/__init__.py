"""Drydock's own implementation of Blinker's documented interface."""

ANY = object()


class Signal:
    """A notification emitter."""

    def __init__(self, doc=None):
        self.__doc__ = doc
        self._receivers = []

    @property
    def receivers(self):
        return {id(receiver): receiver for receiver, _ in self._receivers}

    def connect(self, receiver, sender=ANY, weak=True):
        self._receivers.append((receiver, sender))
        return receiver

    def connect_via(self, sender, weak=False):
        return lambda receiver: self.connect(receiver, sender)

    def disconnect(self, receiver, sender=ANY):
        self._receivers = [each for each in self._receivers if each[0] is not receiver]

    def send(self, sender=None, /, **kwargs):
        called = [each for each, wanted in self._receivers if wanted is ANY or wanted is sender]
        return [(receiver, receiver(sender, **kwargs)) for receiver in called]


class NamedSignal(Signal):
    """A named generic notification emitter."""

    def __init__(self, name, doc=None):
        super().__init__(doc)
        self.name = name

    def __repr__(self):
        return "<NamedSignal %r>" % self.name


class Namespace(dict):
    """A mapping of signal names to signals."""

    def signal(self, name, doc=None):
        return self.setdefault(name, NamedSignal(name, doc))


signal = Namespace().signal
