"""Campaign of random protocols on random sections: `platefront run` on each.

    bin/platefront python -m verification.campaigns.random_protocols --count 66 --output FILE

docs/reliability/random_protocols.json is the file that the page is made from. `--only INDEX` writes
one case of the campaign to the folder `--keep` and runs it there.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from verification.campaigns.case_campaign import CaseCampaign
from verification.campaigns.case_ends import AT_COUNTER, failure_of
from verification.campaigns.command_worker import Answer
from verification.campaigns.protocol_ends import complaints, ended
from verification.campaigns.random_case import random_protocol_case
from verification.campaigns.runner import Outcome

_STRIPPED = "stripped empty"


def outcome_of(answer: Answer, results: Path, text: str) -> tuple[Outcome, str]:
    """Return the class of the end of a run, and the ends of its steps.

    Args:
        answer: end of the command.
        results: folder of its results.
        text: the case, whose limits the ends of the steps have to hit.
    """
    if failed := failure_of(answer, results):
        return failed
    if wrong := complaints(text, results):
        return Outcome.MISSED, "; ".join(wrong)
    reasons = Counter(end.row["end"].split(":")[0] for end in ended(results))
    told = ", ".join(f"{number} × {reason}" for reason, number in reasons.items())
    if any(AT_COUNTER in reason for reason in reasons):
        return Outcome.COUNTER_REACHED, told
    return (Outcome.PHYSICAL if _STRIPPED in reasons else Outcome.FINISHED), told


CAMPAIGN = CaseCampaign(
    name="random_protocols",
    title="Random protocols",
    statement="""\
Valid cases with a protocol, on the sections, electrolytes, rate laws and counter electrodes of the
random cases: plating and stripping at given currents and C-rates, constant voltages, rests, sweeps,
pulses with pauses and reverse ones, cycles that are repeated, stripping of more than there is; each
step with one to five ends. *Finished* means that every step ended at one of its limits, that it hit
it (times to 1e-9, capacities to 1e-8, potentials to 1e-6 V, currents and concentrations to 1e-6),
that all steps were carried out in their order, and that every balance of the ledger is within its
limit. A *physical end* is one that the cell forces: in a step that went on with the next one, no
metal was left to strip; or the run ended at the limiting current. *Limit missed* is an end that was
not hit.""",
    limit=60.0,
    count=66,
    seed=1,
    make=random_protocol_case,
    judge=outcome_of,
)

if __name__ == "__main__":
    sys.exit(CAMPAIGN.main())
