"""The same life of a number written in several ways, one a file.

Each holds one `test_life`, which `benchmarks.suites` writes out as often as asked.
"""
