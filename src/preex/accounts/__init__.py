"""Who may log in, and whose training they may reach: users, grants, invitations, tokens and sessions.

A Django application that only the web loads; the command line opens the log without it. `rules.may` decides, and it is
asked in two places: `preex.web.visitor.visitor_of` for pages and `preex.web.api.who.asker_of` for the API. `docs/accounts.md`
tells how it is used.
"""
