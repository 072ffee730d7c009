"""Channels made by hand, so that these tests need no catalogue."""

import numpy as np
import pytest

from preex.fatigue.parameters import Channels


@pytest.fixture
def press():
    """Muscles 0 and 1 work, the first more."""
    return Channels(np.array([0, 1]), np.array([0.6, 0.4]), np.array([1.0, 0.75]), 0.03)


@pytest.fixture
def fly():
    """Muscle 0 alone."""
    return Channels(np.array([0]), np.array([1.0]), np.array([1.0]), 0.03)


@pytest.fixture
def curl():
    """Muscle 5, which the press does not use."""
    return Channels(np.array([5]), np.array([1.0]), np.array([1.0]), 0.03)
