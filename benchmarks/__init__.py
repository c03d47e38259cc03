"""What the plugin costs, beside its neighbours and a floor: `python -m benchmarks`."""
