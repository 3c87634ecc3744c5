"""Prints the letters of the stories at the end, each as of its own day, on every processor there is."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any

from flask import Flask

from grantflow.app import create_app
from grantflow.demo.inline import InlineQueue, PutOff, StoryClock, join

AT_A_TIME = 12


def print_all(put_off: list[PutOff], settings: Mapping[str, Any]) -> None:
    """Make every letter that was put off, and send what announces it.

    :param settings: what each process needs to make an app on the same database and files
    """
    batches = [put_off[start : start + AT_A_TIME] for start in range(0, len(put_off), AT_A_TIME)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(_print, batches, [dict(settings)] * len(batches)))


def _print(batch: Iterable[PutOff], settings: dict[str, Any]) -> None:
    app, clock, queue = _house(tuple(sorted(settings.items())))
    with app.app_context():
        for letter in batch:
            clock.at = letter.at
            queue.do(letter.key, letter.job, letter.args)
            queue.do_all()


@cache
def _house(settings: tuple[tuple[str, Any], ...]) -> tuple[Flask, StoryClock, InlineQueue]:
    """One app for each process, however many letters it prints."""
    app = create_app(dict(settings))
    clock, queue = join(app)
    return app, clock, queue
