"""The path of net artificialisation to zero in 2050."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.enaf_net import PATHS, net_path
from hypothesis import given
from hypothesis import strategies as st


def test_a_line_to_zero():
    years, net = net_path(19_000.0)
    assert (years[0], years[-1], len(years)) == (2031, 2050, 20)
    assert net[:3] == pytest.approx([19_000, 18_000, 17_000]) and net[-1] == 0.0
    assert net.sum() == pytest.approx(190_000.0)


def test_a_constant_factor_then_nothing():
    years, net = net_path(10_000.0, "geometric", 2031, 2034, residue=0.25)
    assert net == pytest.approx([10_000.0, 5_000.0, 2_500.0, 0.0]) and years.tolist() == [2031, 2032, 2033, 2034]
    _, usual = net_path(10_000.0, "geometric")
    assert usual[-2] == pytest.approx(100.0) and np.ptp(usual[1:-1] / usual[:-2]) < 1e-9


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"start_m2": -1.0}, "0 or more"),
        ({"start_m2": float("nan")}, "0 or more"),
        ({"start_m2": 1.0, "kind": "steps"}, "one of linear, geometric"),
        ({"start_m2": 1.0, "first": 2049}, "three years"),
    ],
)
def test_what_is_no_path(given, words):
    with pytest.raises(InputError, match=words):
        net_path(**given)


@given(st.floats(0.0, 1e9), st.sampled_from(PATHS), st.integers(2, 40))
def test_every_path_falls_from_its_start_to_zero(start, kind, length):
    years, net = net_path(start, kind, 2031, 2031 + length)
    assert len(years) == length + 1 and net[0] == start and net[-1] == 0.0
    assert (np.diff(net) <= 0.0).all() and (net >= 0.0).all()


@given(st.floats(1.0, 1e6), st.floats(0.1, 10.0), st.sampled_from(PATHS))
def test_units_do_not_matter(start, factor, kind):
    assert net_path(factor * start, kind)[1] == pytest.approx(factor * net_path(start, kind)[1])
