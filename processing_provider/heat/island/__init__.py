"""The urban heat island: nights, predictors in discs, regression and kriging with their errors."""
