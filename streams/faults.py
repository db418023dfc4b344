"""Our own faults: what must end the process, so that the message at hand is read again rather than lost."""


class Fault(Exception):
    """The runtime cannot do its work. The offset of the message at hand must not be committed."""


class DeliveryFailed(Fault):
    """The broker did not confirm a message within the tries allowed."""


class TooManyFailures(Fault):
    """Message after message failed: the fault is in the worker rather than in the messages."""
