"""All formats, in the order in which a file is tried against them."""

from __future__ import annotations

from preex.logbook.fitbod import fitbod
from preex.logbook.fitnotes import fitnotes, fitnotes_sessions
from preex.logbook.fitnotes_backup import fitnotes_backup
from preex.logbook.gymbook import gymbook
from preex.logbook.hevy import hevy
from preex.logbook.liftlog import liftlog
from preex.logbook.liftosaur import liftosaur
from preex.logbook.openweight import openweight
from preex.logbook.own import own
from preex.logbook.repcount import repcount
from preex.logbook.rows import Reader
from preex.logbook.strong import strong, strong_by_shape
from preex.logbook.stronglifts import old_stronglifts, stronglifts

READERS: tuple[Reader, ...] = (
    own,
    strong,
    hevy,
    fitnotes,
    fitnotes_sessions,
    fitnotes_backup,
    fitbod,
    gymbook,
    repcount,
    stronglifts,
    old_stronglifts,
    liftlog,
    liftosaur,
    openweight,
    strong_by_shape,  # looks at shapes alone, so it comes last
)
