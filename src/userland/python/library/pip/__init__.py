"""`python -m pip`; the pip command itself is a program of the machine."""
