"""Speed of Kapok against peers in the same run. `python -m bench [--full]`; prints ratios, never asserts."""
