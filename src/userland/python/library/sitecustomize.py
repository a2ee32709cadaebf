"""What site imports when Python starts."""

import _drydock
