"""Weights fitted on surveys, without QGIS: ratings, comments, choices."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.walking.walkability import choices, comments, ratings, survey
from cityorchestra.processing_provider.walking.walkability.indicators import default_indicators, weights_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

DEFAULT = weights_of(default_indicators())
K = len(DEFAULT)
# Far from the defaults, two of them 0: what the respondents of the simulated survey care for.
TRUE = np.array([22.0, 3.0, 6.0, 18.0, 9.0, 0.0, 14.0, 2.0, 11.0, 0.0, 5.0, 10.0])
SEGMENTS, PEOPLE, EACH = 300, 200, 15


def simulated(seed=0, people=PEOPLE, noise=0.5, weights=TRUE):
    """300 segments x 200 respondents: each rates 15 segments from 1 to 5, generously or not."""
    random = np.random.default_rng(seed)
    values = random.uniform(size=(SEGMENTS, K))
    segment = np.concatenate([random.choice(SEGMENTS, EACH, replace=False) for _ in range(people)])
    person = np.repeat(np.arange(people), EACH)
    score = values @ weights / weights.sum()
    plain = 1 + 4 * score[segment] + random.normal(0, 0.7, people)[person] + random.normal(0, noise, len(segment))
    return values, segment, np.clip(np.round(plain), 1, 5), person


@pytest.fixture(scope="module")
def fitted():
    return ratings.fit_ratings(*simulated(), DEFAULT)


# -- ratings --------------------------------------------------------------------------------------------------------


def test_weights_of_the_simulated_survey_are_recovered(fitted):
    assert survey.spearman(fitted.weight, TRUE) >= 0.95
    assert fitted.weight.sum() == pytest.approx(100)
    assert np.abs(fitted.weight - TRUE).max() < 3
    assert fitted.identified.all() and (fitted.respondents == PEOPLE).all()
    inside = (fitted.low <= TRUE) & (fitted.high >= TRUE)
    assert inside.sum() >= 9, "90 % intervals hold fewer than 9 of the 12 true weights"
    assert fitted.quality["spearman"] > fitted.quality["spearman_default"] + 0.05
    assert fitted.quality["top_quartile"] > fitted.quality["top_quartile_default"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recovery_does_not_hang_on_one_seed(seed):
    fit = ratings.fit_ratings(*simulated(seed), DEFAULT, bootstraps=0)
    assert survey.spearman(fit.weight, TRUE) >= 0.95
    assert np.isnan(fit.low).all()


def test_ridge_equals_its_definition():
    values, segment, rating, person = simulated(people=30)
    inner = ratings.centred(values[segment], person, 30)
    outer = ratings.centred(rating, person, 30)
    gram, linear = inner.T @ inner, inner.T @ outer
    prior = DEFAULT / DEFAULT.sum()
    found = ratings.ridge_weights(gram, linear, DEFAULT, np.ones(K, dtype=bool), 0.3)
    scale = (prior @ linear) / (prior @ gram @ prior)
    ridge = 0.3 * np.trace(gram) / K

    def loss(w):
        return ((outer - inner @ w) ** 2).sum() + ridge * ((w - scale * prior) ** 2).sum()

    best = minimize(loss, np.full(K, 0.1), method="L-BFGS-B", bounds=[(0, None)] * K, options={"ftol": 1e-15})
    assert loss(found) <= best.fun * (1 + 1e-9)
    np.testing.assert_allclose(found, best.x, atol=1e-3)


def test_a_strong_ridge_gives_the_defaults_back():
    fit = ratings.fit_ratings(*simulated(), DEFAULT, strength=1e9, bootstraps=0)
    np.testing.assert_allclose(fit.weight, DEFAULT, atol=1e-4)


def test_generous_respondents_and_stretched_scales_change_nothing(fitted):
    values, segment, rating, person = simulated()
    moved = ratings.fit_ratings(values, segment, 7 * rating + 100.0 * person, person, DEFAULT, bootstraps=0)
    np.testing.assert_allclose(moved.weight, fitted.weight, atol=1e-6)


def test_the_order_of_answers_changes_nothing():
    values, segment, rating, person = simulated(people=40)
    first = ratings.fit_ratings(values, segment, rating, person, DEFAULT, bootstraps=20)
    order = np.random.default_rng(1).permutation(len(rating))
    again = ratings.fit_ratings(values, segment[order], rating[order], person[order], DEFAULT, bootstraps=20)
    np.testing.assert_allclose(again.weight, first.weight, atol=1e-9)
    np.testing.assert_allclose(again.low, first.low, atol=1e-9)


def test_eight_respondents_are_refused():
    with pytest.raises(InputError, match="The survey has 8 respondents with usable answers; 10 at least are needed"):
        ratings.fit_ratings(*simulated(people=8), DEFAULT)


def test_respondents_with_one_answer_do_not_make_a_survey():
    values = np.random.default_rng(0).uniform(size=(30, K))
    with pytest.raises(InputError, match="The survey has 0 respondents"):
        ratings.fit_ratings(values, np.arange(30), np.ones(30), np.arange(30), DEFAULT)


def test_a_constant_indicator_is_not_identifiable_and_keeps_its_default_share():
    values, segment, rating, person = simulated()
    values[:, 3] = 0.4
    values[:, 8] = np.nan
    fit = ratings.fit_ratings(values, segment, rating, person, DEFAULT, bootstraps=20)
    assert np.flatnonzero(~fit.identified).tolist() == [3, 8]
    assert (fit.respondents[3], fit.respondents[8]) == (0, 0)
    np.testing.assert_allclose(fit.weight[[3, 8]], DEFAULT[[3, 8]])
    assert np.isnan(fit.low[[3, 8]]).all() and np.isnan(fit.high[[3, 8]]).all()
    assert fit.weight.sum() == pytest.approx(100)
    others = fit.identified
    assert survey.spearman(fit.weight[others], TRUE[others]) >= 0.9


def test_an_indicator_that_nine_respondents_saw_differ_is_not_identifiable():
    values, segment, rating, person = simulated()
    values[:, 2] = 0.5
    values[0, 2] = 1.0
    saw = np.unique(person[segment == 0])
    kept = ~((segment == 0) & np.isin(person, saw[9:]))
    fit = ratings.fit_ratings(values, segment[kept], rating[kept], person[kept], DEFAULT, bootstraps=0)
    assert (fit.respondents[2], fit.identified[2]) == (9, False)
    assert len(saw) >= 10
    kept = ~((segment == 0) & np.isin(person, saw[10:]))
    fit = ratings.fit_ratings(values, segment[kept], rating[kept], person[kept], DEFAULT, bootstraps=0)
    assert (fit.respondents[2], fit.identified[2]) == (10, True)


def test_everything_constant_is_refused():
    values, segment, rating, person = simulated(people=12)
    with pytest.raises(InputError, match="No weight can be fitted"):
        ratings.fit_ratings(np.full_like(values, 0.5), segment, rating, person, DEFAULT)


def test_ratings_upside_down_are_refused():
    values, segment, rating, person = simulated()
    with pytest.raises(InputError, match="Check that a higher rating means a better street"):
        ratings.fit_ratings(values, segment, -rating, person, DEFAULT)


def test_missing_values_are_neutral():
    values, segment, rating, person = simulated()
    values[np.random.default_rng(2).random(values.shape) < 0.1] = np.nan
    fit = ratings.fit_ratings(values, segment, rating, person, DEFAULT, bootstraps=0)
    assert survey.spearman(fit.weight, TRUE) >= 0.9


def test_weights_of_respondents_count_as_repeated_respondents():
    values, segment, rating, person = simulated(people=30)
    factor = np.where(np.arange(30) < 10, 2.0, 1.0)
    weighted = ratings.fit_ratings(
        values, segment, rating, person, DEFAULT, person_weight=factor, strength=0.01, bootstraps=0
    )
    again = person < 10
    doubled = ratings.fit_ratings(
        values, np.append(segment, segment[again]), np.append(rating, rating[again]),
        np.append(person, person[again] + 30), DEFAULT, strength=0.01, bootstraps=0,
    )  # fmt: skip
    np.testing.assert_allclose(weighted.weight, doubled.weight, atol=1e-6)


def test_same_seed_same_intervals_and_cancel():
    data = simulated(people=40)
    one, two = (ratings.fit_ratings(*data, DEFAULT, bootstraps=30, seed=5) for _ in range(2))
    np.testing.assert_array_equal(one.low, two.low)
    with pytest.raises(RunCancelledError):
        ratings.fit_ratings(*data, DEFAULT, stop=np.ones(1, dtype=np.uint8))


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_nonnegative_quadratic_is_the_minimum(seed, k):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(k + 3, k))
    gram, linear = rows.T @ rows + 0.1 * np.eye(k), random.normal(size=k)
    w = survey.nonnegative_quadratic(gram, linear)
    gradient = gram @ w - linear
    assert (w >= 0).all()
    assert (gradient >= -1e-7).all(), "moving up would lower the loss"
    assert abs(gradient @ w) < 1e-7, "what is above 0 is at its minimum"


# -- what fits share ------------------------------------------------------------------------------------------------


def test_spearman_and_quartile_hits():
    assert survey.spearman([1, 2, 3, 4], [10, 20, 30, 25]) == pytest.approx(0.8)
    assert survey.spearman([1, 1, 2], [3, 3, 9]) == pytest.approx(1)
    assert np.isnan(survey.spearman([1, 1], [1, 2]))
    assert survey.top_quartile_hits(np.arange(8), np.arange(8)) == 1
    assert survey.top_quartile_hits(np.arange(8), -np.arange(8)) == 0
    assert survey.top_quartile_hits([7, 1, 2, 3, 4, 5, 6, 0], [9, 8, 0, 1, 2, 3, 4, 5]) == 0.5
    # All the same: the best quarter is anyone's, so chance.
    assert survey.top_quartile_hits(np.zeros(8), np.arange(8)) == pytest.approx(0.25)


@given(st.lists(st.integers(0, 5), min_size=4, max_size=30), st.randoms(use_true_random=False))
def test_quartile_hits_do_not_depend_on_the_order(values, random):
    observed = [value % 3 for value in values]
    order = list(range(len(values)))
    random.shuffle(order)
    again = survey.top_quartile_hits(np.array(values)[order], np.array(observed)[order])
    first = survey.top_quartile_hits(values, observed)
    assert again == pytest.approx(first) and 0 <= first <= 1 + 1e-9


def test_alike_indicators_are_named():
    values = np.random.default_rng(0).uniform(size=(50, 4))
    values[:, 2] = 1 - values[:, 0] + 1e-3 * values[:, 1]
    assert survey.alike_pairs(values, np.ones(4, dtype=bool)) == [(0, 2)]
    assert survey.alike_pairs(values, np.array([True, True, False, True])) == []


# -- comments -------------------------------------------------------------------------------------------------------


def placed(count=2500, seed=4, people=150):
    """Comments that gather on good and on bad segments, in proportion to length times popularity."""
    random = np.random.default_rng(seed)
    values, exposure = random.uniform(size=(SEGMENTS, 4)), random.uniform(20, 400, SEGMENTS)
    true = np.array([0.6, 0.3, 0.1, 0.0])
    good = random.random(count) < 0.4
    segment = np.zeros(count, dtype=int)
    for sign, rows in ((1, good), (-1, ~good)):
        chance = exposure * np.exp(sign * 4 * values @ true)
        segment[rows] = random.choice(SEGMENTS, rows.sum(), p=chance / chance.sum())
    return values, exposure, segment, good, random.integers(0, people, count), true


def test_weights_are_recovered_from_comments():
    *data, true = placed()
    fit = comments.fit_comments(*data, np.ones(4), bootstraps=40)
    np.testing.assert_allclose(fit.weight, 100 * true, atol=6)
    assert ((fit.low <= 100 * true + 0.5) & (100 * true <= fit.high + 0.5)).sum() >= 3
    assert fit.quality["spearman"] > 0.3
    assert fit.quality["top_quartile"] > 0.4


def test_popular_places_do_not_look_bad_once_popularity_is_given():
    values, exposure, segment, good, person, true = placed()
    exposure = exposure * np.exp(2 * values[:, 3])  # people pass where the last value is high, which nobody cares for
    random = np.random.default_rng(9)
    for sign, rows in ((1, good), (-1, ~good)):
        chance = exposure * np.exp(sign * 4 * values @ true)
        segment[rows] = random.choice(SEGMENTS, rows.sum(), p=chance / chance.sum())
    fit = comments.fit_comments(values, exposure, segment, good, person, np.ones(4), bootstraps=0)
    np.testing.assert_allclose(fit.weight, 100 * true, atol=6)


def test_gradient_of_the_comments_is_that_of_the_loss():
    values, exposure, segment, good, _, _ = placed(300)
    model = comments.Comments(values, np.log(exposure), np.ones(4), np.array([True, True, False, True]))
    counts = np.bincount(segment[good], minlength=SEGMENTS), np.bincount(segment[~good], minlength=SEGMENTS)
    arguments = (*counts, model.inner, 0.7, 3.0, np.full(3, 0.2))
    at = np.array([0.1, -0.2, 0.5, 0.3, 0.9])
    _, gradient = model._loss(at, *arguments)
    for place in range(5):
        step = np.eye(5)[place] * 1e-6
        slope = (model._loss(at + step, *arguments)[0] - model._loss(at - step, *arguments)[0]) / 2e-6
        assert gradient[place] == pytest.approx(slope, rel=1e-5, abs=1e-4)


def test_comments_that_cannot_be_fitted():
    values, exposure, segment, good, person, _ = placed(400)
    with pytest.raises(InputError, match="The comments are all of one sign"):
        comments.fit_comments(values, exposure, segment, np.ones_like(good), person, np.ones(4))
    with pytest.raises(InputError, match="The survey has 8 respondents"):
        comments.fit_comments(values, exposure, segment, good, person % 8, np.ones(4))
    with pytest.raises(InputError, match="No weight can be fitted"):
        comments.fit_comments(np.full_like(values, np.nan), exposure, segment, good, person, np.ones(4))
    with pytest.raises(InputError, match="The comments follow none of the indicators"):
        comments.fit_comments(values, exposure, segment, ~good, person, np.ones(4), bootstraps=0)


# -- choices --------------------------------------------------------------------------------------------------------


def chosen_photos(count=3000, betas=(4.0, 2.0, 0.0, -1.0), seed=6, people=100):
    random = np.random.default_rng(seed)
    values = random.uniform(size=(SEGMENTS, len(betas)))
    pairs = np.array([random.choice(SEGMENTS, 2, replace=False) for _ in range(count)])
    utility = values[pairs] @ np.array(betas) + random.gumbel(size=pairs.shape)
    chosen = utility.argmax(axis=1)[:, None] == np.arange(2)
    choice = np.repeat(np.arange(count), 2)
    return values, pairs.ravel(), choice, np.tile([0, 1], count), chosen.ravel(), choice % people


def test_conditional_logit_recovers_known_coefficients():
    values, segment, choice, _, chosen, _ = chosen_photos(8000)
    fit = choices.ConditionalLogit(values[segment], choice, chosen).fit()
    np.testing.assert_allclose(fit.coefficients, [4, 2, 0, -1], atol=0.25)
    assert fit.at_random == pytest.approx(-8000 * np.log(2))
    assert fit.log_likelihood > fit.at_random


def test_conditional_logit_of_two_alternatives_is_a_logistic_regression():
    values, segment, choice, _, chosen, _ = chosen_photos(500)
    fit = choices.ConditionalLogit(values[segment], choice, chosen).fit()
    sign = np.where(chosen[::2], 1.0, -1.0)
    apart = (values[segment[::2]] - values[segment[1::2]]) * sign[:, None]

    def loss(b):
        return np.logaddexp(0, -apart @ b).sum()

    best = minimize(loss, np.zeros(4), method="BFGS")
    np.testing.assert_allclose(fit.coefficients, best.x, atol=1e-3)
    assert fit.log_likelihood == pytest.approx(-best.fun, rel=1e-9)


def test_what_is_common_to_all_alternatives_has_no_coefficient():
    values, segment, choice, _, chosen, _ = chosen_photos(300)
    common = np.repeat(np.random.default_rng(0).normal(size=300), 2)
    fit = choices.ConditionalLogit(np.column_stack((values[segment], common)), choice, chosen).fit()
    assert fit.coefficients[-1] == 0


def test_weights_from_photos():
    values, segment, choice, alternative, chosen, person = chosen_photos(betas=(4.0, 2.0, 0.0, 2.0))
    built = choices.build_alternatives(values, np.ones(SEGMENTS), choice, alternative, segment, chosen, person)
    assert not built.routes
    fit = choices.fit_choices(built, np.ones(4), bootstraps=40)
    np.testing.assert_allclose(fit.weight, [50, 25, 0, 25], atol=4)
    assert fit.quality["choices_right"] > 0.7
    assert fit.quality["choices_chance"] == 0.5
    assert 0.1 < fit.quality["rho_squared"] < 1
    assert ((fit.low <= fit.weight + 1) & (fit.weight <= fit.high + 1)).all()


def test_path_size_of_routes_that_share_streets():
    # Two routes of 100 + 100 m share the first street; a third of 300 m shares nothing.
    size = choices.path_size(
        np.zeros(5, dtype=int),
        np.array([0, 0, 1, 1, 2]),
        np.array([7, 8, 7, 9, 5]),
        np.array([100.0, 100, 100, 100, 300]),
    )
    np.testing.assert_allclose(size, [0.75, 0.75, 1])


def test_routes_give_equivalent_metres():
    # One metre at the worst of the first indicator is worth 2 m more, of the second 0.5 m more.
    random = np.random.default_rng(12)
    values, length = random.uniform(size=(SEGMENTS, 2)), random.uniform(40, 160, SEGMENTS)
    rows, count = [], 2500
    for number in range(count):
        costs = []
        for route in range(2):
            streets = random.choice(SEGMENTS, 3, replace=False)
            cost = (length[streets] * (1 + (1 - values[streets]) @ [2.0, 0.5])).sum() / 60
            costs.append(-cost + random.gumbel())
            rows += [(number, route, street) for street in streets]
        rows[-6:] = [(*row, row[1] == int(np.argmax(costs))) for row in rows[-6:]]
    choice, route, street, chosen = (np.array(column) for column in zip(*rows))
    built = choices.build_alternatives(values, length, choice, route, street, chosen, choice % 60)
    assert built.routes and built.attributes.shape == (2 * count, 4)
    fit = choices.fit_choices(built, np.ones(2), bootstraps=0)
    np.testing.assert_allclose(fit.quality["equivalent_m"], [2, 0.5], rtol=0.2)
    np.testing.assert_allclose(fit.weight, [80, 20], atol=4)


def test_choices_that_cannot_be_used_are_left_out():
    values = np.random.default_rng(0).uniform(size=(4, 1))
    built = choices.build_alternatives(
        values, np.ones(4), ["a", "a", "b", "c", "c", "d", "d"], [1, 2, 1, 1, 2, 1, 2],
        np.array([0, 1, 2, 0, 1, 2, 3]), np.array([1, 0, 1, 1, 1, 0, 1], dtype=bool), list("xxxyyzz"),
    )  # fmt: skip
    assert built.notes == {"bad_choice": 2}
    assert built.choice.tolist() == [0, 0, 1, 1] and built.labels == ["x", "z"]
    with pytest.raises(InputError, match="The survey has 2 respondents"):
        choices.fit_choices(built, np.ones(1))


def test_choices_upside_down_are_refused():
    values, segment, choice, alternative, chosen, person = chosen_photos(400, betas=(4.0, 2.0))
    built = choices.build_alternatives(values, np.ones(SEGMENTS), choice, alternative, segment, ~chosen, person)
    with pytest.raises(InputError, match="The choices follow none of the indicators"):
        choices.fit_choices(built, np.ones(2), bootstraps=0)
