"""An invented landscape in the outline of a strategy area: for demonstrations, tests and benchmarks."""
