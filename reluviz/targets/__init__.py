"""What is approximated: the library of functions and data points, all behind the one type `Target`."""
