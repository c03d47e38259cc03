"""What to send and when, as generators: no socket, clock or sleep in here.

A flow yields `Send` or `Sleep`, is sent the answer (or has the failure thrown into
it), and returns its result. `drivers` run it; tests run it by hand.
"""
