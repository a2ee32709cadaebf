"""`python -m venv`"""

from . import main

main()
