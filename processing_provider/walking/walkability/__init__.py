"""Walkability: score of street segments, weights from a survey, index of areas."""
