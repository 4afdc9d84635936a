"""`python -m benchmarks.timing`: predicted against measured, and what leaving out changes.

Needs nothing but committed figures. Writes the tables into docs/timing.md.
"""

from benchmarks.timing.cases import FITTED, cases
from benchmarks.timing.functions_page import with_functions
from benchmarks.timing.leave_one_out import errors_left_out, fit
from benchmarks.timing.networks import by_board, timed
from benchmarks.timing.networks_page import with_networks
from benchmarks.timing.page import PAGE, summary, updated
from benchmarks.timing.wait_states_page import summaries, with_wait_states


def main() -> None:
    """Prints a summary of each core and brings the page up to date."""
    for core, costs in FITTED.items():
        found = cases(core)
        print(f"{core}: {len(found)} cases")
        print("  " + summary("with the costs in use", [case.error(costs) for case in found]))
        print("  " + summary("leaving one family out", errors_left_out(found, costs)))
        for rule, best in fit(found, tuple(costs)).items():
            print(f"  {rule}: {costs[rule]:.2f} cycles in use, {best:.2f} fits best")
    for board, networks in by_board(timed()).items():
        print(summary(f"{board}: {len(networks)} networks", [each.error for each in networks]))
    for line in summaries():
        print(f"STM32F103 at {line}")
    page = with_functions(with_networks(updated(PAGE.read_text(encoding="utf-8"))))
    PAGE.write_text(with_wait_states(page), encoding="utf-8")


if __name__ == "__main__":
    main()
