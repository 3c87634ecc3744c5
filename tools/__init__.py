"""Set-up, assets, locks and the test runner: standard library only, run with any Python 3.11 or later."""
