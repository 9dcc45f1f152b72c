"""Level S of mean radiant temperature beside measurements at three sites of Gothenburg."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.tests.heat import gothenburg

# RMSE and bias over the hours of each site, as computed when this was written [degrees C]; run with -s to see them all.
HIGHEST_RMSE, HIGHEST_BIAS = 8.0, 5.0


@pytest.mark.parametrize("name", sorted(gothenburg.SITES))
def test_measured_sites(shared_data, name):
    site = gothenburg.read_site(shared_data(f"heat_and_walking/goteborg_{name}"), name)
    views = gothenburg.sky_view_at_mast(site)
    modelled, measured = [], []
    for date, day in site.days.items():
        values = gothenburg.level_s(site, day, views[day.day_of_year])
        print(
            f"{name} {date}: %d hours, RMSE %.1f, bias %+.1f"
            % (len(values), *gothenburg.rmse_and_bias(values, day.tmrt))
        )
        modelled.append(values)
        measured.append(day.tmrt)
    rmse, bias = gothenburg.rmse_and_bias(np.concatenate(modelled), np.concatenate(measured))
    print(f"{name}: RMSE {rmse:.1f}, bias {bias:+.1f}")
    assert rmse <= HIGHEST_RMSE
    assert abs(bias) <= HIGHEST_BIAS
    # The sun and the shade are told apart: the model follows the day, it is not right on average only.
    correlation = np.corrcoef(np.concatenate(modelled), np.concatenate(measured))[0, 1]
    assert correlation > 0.9
