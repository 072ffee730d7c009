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
    _("shoulder stabilisers"),
    _("side delts"),
    _("front delts"),
    _("traps"),
    _("forearms"),
    _("lower back"),
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
STATES = (  # of a trial and its workouts
    _("over"),
    _("look due"),
    _("workout open"),
    _("under way"),
    _("to come"),
    _("open"),
    _("done"),
    _("missed"),
    _("swapped"),
)
ANSWERS = (  # of a trial, in short
    _("clearly a cost"),
    _("probably a cost"),
    _("no difference that matters"),
    _("probably a gain"),
    _("clearly a gain"),
    _("cannot tell yet"),
    _("your data cannot answer this"),
)
QUESTIONS = (
    _("Same exercises, sets and loads: does it matter that the isolation comes first?"),
    _("What does an isolation before the compound cost, against the compound alone?"),
    _("Isolation first: does the rest before the compound matter?"),
    _("Which muscle ends the compound: after nothing, the target's isolation, a helper's, or both?"),
)
OUTCOMES = (
    _("repetitions of the compound"),
    _("repetitions of the isolation"),
    _("volume load of the pair"),
    _("effort of the workout"),
    _("share of sets the target muscle ended"),
    _("duration of the pair"),
    _("joint discomfort"),
    _("the goal's overall score"),
    _("gain in strength"),
    _("growth of the muscle"),
)
GOALS = (
    _("a stronger compound"),
    _("more work for the target muscle"),
    _("joints that hurt less"),
    _("a shorter workout"),
    _("a workout you like"),
)
UNITS = (_("reps/set"), _("points"), _("probability"), _("steps"), _("%/4 wk"))  # of what a trial measures
