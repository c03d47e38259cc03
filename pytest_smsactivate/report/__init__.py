"""What a run tells about itself, beside the tests' own results."""
