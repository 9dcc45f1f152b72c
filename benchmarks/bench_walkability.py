"""Weights of walkability from a survey of 300 segments: ours beside scikit-learn and statsmodels, same folds and draws.

python benchmarks/bench_walkability.py [--runs 5] [--bootstraps 500] [--photos 3000]
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer

SEGMENTS, PEOPLE, EACH, K = 300, 200, 15, 12
SEED = 11
TRUE = np.array([22.0, 3.0, 6.0, 18.0, 9.0, 0.0, 14.0, 2.0, 11.0, 0.0, 5.0, 10.0])
WEIGHT_TOLERANCE = 1e-4  # two fits give the same weights within this [points of 100]
LOGIT_TOLERANCE = 1e-3  # two conditional logits give the same coefficients within this
PEER_LOGITS = (
    5  # bootstraps of the peer's conditional logit; it is slow, so the time of all is that of one times their number
)


def survey(seed=SEED):
    """Return values, segment, rating and person of a simulated survey."""
    random = np.random.default_rng(seed)
    values = random.uniform(size=(SEGMENTS, K))
    segment = np.concatenate([random.choice(SEGMENTS, EACH, replace=False) for _ in range(PEOPLE)])
    person = np.repeat(np.arange(PEOPLE), EACH)
    plain = 1 + 4 * (values @ TRUE / 100)[segment] + random.normal(0, 0.7, PEOPLE)[person]
    rating = np.clip(np.round(plain + random.normal(0, 0.5, len(segment))), 1, 5)
    return values, segment, rating, person


def photos(count, seed=SEED):
    """Return values, segment, choice and chosen of choices between two photos."""
    random = np.random.default_rng(seed)
    values = random.uniform(size=(SEGMENTS, K))
    pairs = np.array([random.choice(SEGMENTS, 2, replace=False) for _ in range(count)])
    utility = values[pairs] @ (TRUE / 10) + random.gumbel(size=pairs.shape)
    chosen = utility.argmax(axis=1)[:, None] == np.arange(2)
    return values, pairs.ravel(), np.repeat(np.arange(count), 2), chosen.ravel()


# --- the peers, in their own environment ---------------------------------------------------------------------


def straightforward_ratings(job):
    """Return what fits and bootstraps weights row by row: within-person centring, then scikit-learn for each fit."""
    from sklearn.linear_model import LinearRegression

    data = np.load(job["data"])
    values, rating, person = data["values"][data["segment"]], data["rating"], data["person"]
    default, strengths, fold = data["default"] / data["default"].sum(), data["strengths"], data["fold"]
    rows_of = [np.flatnonzero(person == number) for number in range(PEOPLE)]

    def centre(array):
        return np.concatenate([array[rows] - array[rows].mean(axis=0) for rows in rows_of])

    def fit(v, y, strength):
        plain = v @ default
        scale = max(0.0, (plain @ y) / (plain @ plain))
        ridge = np.sqrt(strength * (v**2).sum() / K)
        model = LinearRegression(positive=True, fit_intercept=False)
        return model.fit(np.vstack((v, ridge * np.eye(K))), np.append(y, ridge * scale * default)).coef_

    def work():
        v, y = centre(values), centre(rating)
        people = np.concatenate([np.full(len(rows), number) for number, rows in enumerate(rows_of)])
        place = [np.flatnonzero(people == number) for number in range(PEOPLE)]
        errors = np.zeros(len(strengths))
        for number in range(fold.max() + 1):
            out = fold[people] == number
            for index, strength in enumerate(strengths):
                errors[index] += ((y[out] - v[out] @ fit(v[~out], y[~out], strength)) ** 2).sum()
        strength = strengths[np.argmin(errors)]
        draws = [fit(v, y, strength)]
        random = np.random.default_rng(1)
        for _ in range(job["bootstraps"]):
            rows = np.concatenate([place[number] for number in random.integers(0, PEOPLE, PEOPLE)])
            draws.append(fit(v[rows], y[rows], strength))
        weights = np.array([100 * b / b.sum() for b in draws])
        low, high = np.percentile(weights[1:], (5, 95), axis=0)
        return {"weight": weights[0].tolist(), "low": low.tolist(), "high": high.tolist()}

    return work


def straightforward_choices(job):
    """Return what fits a conditional logit and some bootstraps of it with statsmodels."""
    from statsmodels.discrete.conditional_models import ConditionalLogit

    data = np.load(job["data"])
    x, choice, chosen = data["values"][data["segment"]], data["choice"], data["chosen"].astype(float)

    def work():
        coefficients = ConditionalLogit(chosen, x, groups=choice).fit(disp=0).params
        random = np.random.default_rng(1)
        count = len(x) // 2
        for _ in range(job["bootstraps"]):
            drawn = random.integers(0, count, count)
            rows = (2 * drawn[:, None] + np.arange(2)).ravel()
            ConditionalLogit(chosen[rows], x[rows], groups=np.repeat(np.arange(count), 2)).fit(disp=0)
        return {"coefficients": np.asarray(coefficients).tolist()}

    return work


def serve():
    """Answer the jobs "ratings" and "choices"."""
    from importlib.metadata import version

    def handler(job):
        work = {"ratings": straightforward_ratings, "choices": straightforward_choices}[job["kind"]](job)
        versions = {
            "ratings": f"scikit-learn {version('scikit-learn')}",
            "choices": f"statsmodels {version('statsmodels')}",
        }
        return work, lambda result: {**result, "version": versions[job["kind"]]}

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def time_ratings(peer, folder, bootstraps, runs):
    """Return the row of the fit on ratings, after checking that both give the same weights and intervals."""
    from cityorchestra.processing_provider.walking.walkability import ratings
    from cityorchestra.processing_provider.walking.walkability.indicators import default_indicators, weights_of
    from cityorchestra.processing_provider.walking.walkability.survey import folds_of, spearman

    values, segment, rating, person = survey()
    default = weights_of(default_indicators())
    path = folder / "ratings.npz"
    np.savez(
        path, values=values, segment=segment, rating=rating, person=person, default=default,
        strengths=ratings.STRENGTHS, fold=folds_of(PEOPLE, ratings.FOLDS, 1),
    )  # fmt: skip
    figures = []
    for _ in range(runs):
        fit, figure = measure(
            ratings.fit_ratings, values, segment, rating, person, default, bootstraps=bootstraps, seed=1
        )
        figures.append(figure)
    answer = peer.run(kind="ratings", data=str(path), bootstraps=bootstraps)
    for name in ("weight", "low", "high"):
        apart = float(np.abs(getattr(fit, name) - np.array(answer[name])).max())
        assert apart < WEIGHT_TOLERANCE, f"{name} differs by {apart}"
    print(
        f"Spearman of fitted and true weights: {spearman(fit.weight, TRUE):.3f}; same weights and intervals as the peer"
    )
    return row(f"ratings, 130 + {bootstraps + 1} fits", median(figures), answer, 1.0)


def time_choices(peer, folder, count, bootstraps, runs):
    """Return the row of the conditional logit, after checking that both give the same coefficients."""
    from cityorchestra.processing_provider.walking.walkability.choices import BOOTSTRAP_TOLERANCE, ConditionalLogit

    values, segment, choice, chosen = photos(count)
    path = folder / "choices.npz"
    np.savez(path, values=values, segment=segment, choice=choice, chosen=chosen)

    def ours():
        model = ConditionalLogit(values[segment], choice, chosen)
        whole = model.fit()
        random = np.random.default_rng(1)
        for _ in range(bootstraps):
            drawn = np.bincount(random.integers(0, count, count), minlength=count).astype(float)
            model.fit(drawn, start=whole.coefficients, tolerance=BOOTSTRAP_TOLERANCE)
        return whole

    figures = []
    for _ in range(runs):
        whole, figure = measure(ours)
        figures.append(figure)
    answer = peer.run(kind="choices", data=str(path), bootstraps=PEER_LOGITS)
    apart = float(np.abs(whole.coefficients - np.array(answer["coefficients"])).max())
    assert apart < LOGIT_TOLERANCE, f"coefficients differ by {apart}"
    return row(f"{count} choices, {bootstraps + 1} fits", median(figures), answer, (bootstraps + 1) / (PEER_LOGITS + 1))


def row(case, mine, theirs, times):
    """Return a table row; ``times`` scales a peer that ran fewer fits."""
    note = "" if times == 1.0 else f" (from {PEER_LOGITS + 1} fits)"
    return [
        case,
        f"{mine['wall']:.2f}",
        theirs["version"],
        f"{theirs['wall'] * times:.1f}{note}",
        f"{theirs['wall'] * times / mine['wall']:.0f}",
        f"{mine['cpu']:.2f} / {theirs['cpu'] * times:.1f}",
        f"{mine['peak_mb']:.0f} / {theirs['peak_mb']:.0f}",
        f"{load_average():.2f}",
    ]


def main(runs, bootstraps, count):
    """Time every case and print the table."""
    print(machine_line())
    print(f"{SEGMENTS} segments, {PEOPLE} respondents of {EACH} answers, {K} indicators; median of {runs} runs")
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        folder = Path(name)
        rows = [
            time_ratings(peer, folder, bootstraps, runs),
            time_choices(peer, folder, count, bootstraps, min(runs, 3)),
        ]
    print_table(["case", "ours s", "peer", "peer s", "ratio", "CPU s", "peak MB", "load"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--bootstraps", type=int, default=500)
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve()
    else:
        main(arguments.runs, arguments.bootstraps, arguments.photos)
