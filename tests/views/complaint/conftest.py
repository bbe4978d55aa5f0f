"""People before the window, each with a desk and a window of his own."""

from tests.views.person import rep as rep
from tests.views.person import seated as seated
