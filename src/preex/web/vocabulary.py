"""Single words that lower layers choose and pages show: named here, so that they are found when texts are gathered.

A page looks such a word up when it shows it, as `{% translate row.verdict %}` or `gettext(muscle.label)`; a word that is
missing here stays English. A test asks that none is missing.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

MUSCLES = (
    _("upper chest"),
    _("mid and lower chest"),
    _("front delts"),
    _("side delts"),
    _("rear delts"),
    _("rotator cuff"),
    _("lats"),
    _("upper back"),
    _("upper traps"),
    _("biceps"),
    _("triceps"),
    _("forearms"),
    _("abs"),
    _("obliques"),
    _("lower back"),
    _("glutes"),
    _("side glutes"),
    _("quads (vasti)"),
    _("front quad (rectus femoris)"),
    _("hamstrings"),
    _("adductors"),
    _("calves (gastrocnemius)"),
    _("calves (soleus)"),
)
GROUPS = (
    _("chest"),
    _("shoulders"),
    _("rotator cuff"),
    _("back"),
    _("arms"),
    _("core"),
    _("glutes"),
    _("quads"),
    _("hamstrings"),
    _("adductors"),
    _("calves"),
)
JOINTS = (_("knee"), _("shoulder"), _("elbow"), _("low back"))
CERTAINTIES = (_("very low"), _("low"), _("moderate"), _("high"))
COSTS = (_("low"), _("medium"), _("high"))
STANDINGS = (
    _("theory"),
    _("supported"),
    _("mixed"),
    _("disputed"),
    _("contradicted"),
    _("practice"),
    _("context"),
)
VERIFICATIONS = (_("paper"), _("quoted"), _("recalled"))
VERDICTS = (_("inside"), _("above"), _("below"))
LIMITS = (*MUSCLES, *GROUPS, _("grip"), _("breath"), _("technique"))
POPULATIONS = (_("trained"), _("recreational"), _("untrained"), _("men"), _("women"), _("both sexes"))
DESIGNS = (
    _("crossover"),
    _("parallel"),
    _("within limbs"),
    _("cross sectional"),
    _("measurement"),
    _("meta analysis"),
    _("synthesis"),
)
ADVICE = (_("caution"), _("avoid"))  # of a pair, to whom a joint hurts
DAYS = (  # of a plan
    _("Full body"),
    _("Full body A"),
    _("Full body B"),
    _("Full body C"),
    _("Upper body"),
    _("Lower body"),
    _("Upper A"),
    _("Upper B"),
    _("Lower A"),
    _("Lower B"),
    _("Push"),
    _("Pull"),
    _("Push A"),
    _("Push B"),
    _("Pull A"),
    _("Pull B"),
    _("Last workout, again"),
)
ARMS = (  # of a trial
    _("compound first"),
    _("isolation first"),
    _("the compound alone"),
    _("adding the isolation"),
    _("a gap of 10 s"),
    _("a gap of 60 s"),
    _("a gap of 180 s"),
    _("nothing before it"),
    _("tiring the target first"),
    _("tiring a helper first"),
    _("tiring both first"),
)
