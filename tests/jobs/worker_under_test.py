"""The real worker, with jobs that leave marks in a file: `python -m tests.jobs.worker_under_test URL FILE NAME`."""

import sys
import time
from pathlib import Path

from grantflow.app import create_app
from grantflow.jobs.worker import run_worker


def main(url: str, file: str, name: str) -> None:
    marks = Path(file)

    def mark(word: str) -> None:
        with marks.open("a", encoding="utf-8") as book:
            book.write(f"{word}\n")

    def slow(word: str) -> None:
        mark(f"{word} begun")
        time.sleep(1.5)
        mark(f"{word} done")

    def print_it(word: str) -> None:
        mark(f"{word} tried")
        if not marks.with_suffix(".paper").exists():
            raise ValueError("the printer is out of paper")

    app = create_app({"DATABASE_URL": url, "DEMO": True})
    jobs = {"mark": mark, "slow": slow, "print": print_it}
    run_worker(app, jobs, [], name=name, threads=4, first_wait=0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
