"""Where a request goes: over the network, to a cassette or the simulator, or to both books."""
