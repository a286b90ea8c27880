"""Campaign of random valid cases: `platefront run` on each.

    bin/platefront python -m verification.campaigns.random_cases --count 300 --output FILE

docs/reliability/random_cases.json is the file that the page is made from. `--only INDEX` writes
one case of the campaign to the folder `--keep` and runs it there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from verification.campaigns.case_campaign import CaseCampaign
from verification.campaigns.case_ends import AT_COUNTER, failure_of, summary_of
from verification.campaigns.command_worker import Answer
from verification.campaigns.random_case import random_case
from verification.campaigns.runner import Outcome

_STOPS = ("capacity reached", "time reached")


def outcome_of(answer: Answer, results: Path, text: str = "") -> tuple[Outcome, str]:
    """Return the class of the end of a run, and its reason.

    Args:
        answer: end of the command.
        results: folder of its results.
        text: the case, whose stopping criteria are known.
    """
    if failed := failure_of(answer, results):
        return failed
    reason = str(summary_of(results)["reason"])
    if AT_COUNTER in reason:
        return Outcome.COUNTER_REACHED, reason
    return (Outcome.FINISHED if reason in _STOPS else Outcome.PHYSICAL), reason


CAMPAIGN = CaseCampaign(
    name="random_cases",
    title="Random cases",
    statement="""\
Valid cases of small sections and coarse meshes: every kind of collector but drawn ones, all rate
laws, controls (plating, stripping, pulses), electrolytes and counter electrodes, elements of order
1 and 2, symmetric and periodic walls, upright and inverted, fixed and moving fronts. Each is given
to `platefront run`. *Finished* means that a stopping criterion of the case was met and every
balance of the ledger is within its limit. A *physical end* is one that the cell forces: limiting
current, no metal left to strip, no state that fits the control.""",
    limit=100.0,
    count=300,
    seed=1,
    make=random_case,
    judge=outcome_of,
)

if __name__ == "__main__":
    sys.exit(CAMPAIGN.main())
