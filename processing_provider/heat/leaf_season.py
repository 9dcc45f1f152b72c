"""How much of the sun's beam goes through tree crowns, by season."""

from __future__ import annotations

LEAF_ON_TRANSMISSIVITY = 0.03  # [unitless] crown in leaf, SOLWEIG default after Konarska et al. (2014)
LEAF_OFF_TRANSMISSIVITY = 0.5  # [unitless] bare crown, idem
FIRST_LEAF_DAY = 100  # [day of year] 10 April, SOLWEIG default
LAST_LEAF_DAY = 300  # [day of year] 27 October, idem
LAST_DAY_OF_YEAR = 366


def in_leaf(day_of_year, first_day=FIRST_LEAF_DAY, last_day=LAST_LEAF_DAY):
    """Tell whether deciduous trees are in leaf.

    Parameters
    ----------
    day_of_year : int
        1 January is 1 [1 to 366].
    first_day, last_day : int, optional
        First and last days in leaf, both included [1 to 366]. A first day after the last one is a season
        that spans New Year (southern hemisphere).

    Returns
    -------
    bool
        True from `first_day` to `last_day`.

    Raises
    ------
    ValueError
        If a day is not between 1 and 366.
    """
    for day in (day_of_year, first_day, last_day):
        if not 1 <= day <= LAST_DAY_OF_YEAR:
            raise ValueError(f"Give days of the year between 1 and {LAST_DAY_OF_YEAR}, not {day}.")
    if first_day <= last_day:
        return bool(first_day <= day_of_year <= last_day)
    return bool(day_of_year >= first_day or day_of_year <= last_day)


def canopy_transmissivity(
    day_of_year,
    *,
    evergreen=False,
    leaf_on=LEAF_ON_TRANSMISSIVITY,
    leaf_off=LEAF_OFF_TRANSMISSIVITY,
    first_day=FIRST_LEAF_DAY,
    last_day=LAST_LEAF_DAY,
):
    """Share of the direct beam that crosses a crown, for a day of the year.

    Parameters
    ----------
    day_of_year : int
        1 January is 1 [1 to 366].
    evergreen : bool, optional
        True for crowns that keep their leaves all year.
    leaf_on, leaf_off : float, optional
        Transmissivity with and without leaves [unitless, 0 to 1]. In leaf: dense crowns 0.02 to 0.05,
        medium 0.05 to 0.15, open 0.15 to 0.30; bare: 0.5 to 0.8.
    first_day, last_day : int, optional
        See `in_leaf`.

    Returns
    -------
    float
        Transmissivity [unitless, 0 to 1].

    Raises
    ------
    ValueError
        If a transmissivity is not between 0 and 1, or a day not between 1 and 366.

    References
    ----------
    Konarska, J., Lindberg, F., Larsson, A., Thorsson, S., Holmer, B. (2014). Transmissivity of solar
    radiation through crowns of single urban trees. Theor. Appl. Climatol. 117, 363-376.
    https://doi.org/10.1007/s00704-013-1000-3
    """
    for share in (leaf_on, leaf_off):
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"Give transmissivities between 0 and 1, not {share}.")
    leaves = in_leaf(day_of_year, first_day, last_day)
    return float(leaf_on if leaves or evergreen else leaf_off)
