"""Everything headless: the Processing provider, its algorithms, and the science behind them."""
