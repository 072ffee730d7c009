"""Which address leads to which page where people log in: those of `preex.web.urls`, and the ones about accounts."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.usersessions import views as usersessions
from django.urls import include, path

from preex.web import urls
from preex.web.pages import account, account_join, account_people, account_sessions, account_sharing, account_tokens

urlpatterns = [
    path("account", account.account, name="account"),
    path("account/login", allauth.login, name="account_login"),
    path("account/logout", account.logout, name="account_logout"),
    path("account/inactive", allauth.account_inactive, name="account_inactive"),
    path("account/confirm", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/password", allauth.password_change, name="account_change_password"),
    path("account/by-invitation", account_join.by_invitation, name="account_signup"),
    path("account/forgotten", account_join.forgotten, name="account_reset_password"),
    path("account/first/<str:code>", account_join.first, name="account-first"),
    path("account/invitation/<str:code>", account_join.invitation, name="account-invitation"),
    path("account/reset/<str:code>", account_join.reset, name="account-reset"),
    path("account/sessions", usersessions.list_usersessions, name="usersessions_list"),
    path("account/sessions/<int:session_id>/end", account_sessions.end, name="account-session-end"),
    path("account/sharing", account_sharing.sharing, name="account-sharing"),
    path("account/sharing/<int:grant_id>/end", account_sharing.end, name="account-sharing-end"),
    path("account/look", account_sharing.look, name="account-look"),
    path("account/tokens", account_tokens.tokens, name="account-tokens"),
    path("account/tokens/<int:token_id>/end", account_tokens.end, name="account-token-end"),
    path("account/people", account_people.people, name="account-people"),
    path("account/people/invite", account_people.invite, name="account-invite"),
    path("account/people/invitations/<int:link_id>/end", account_people.end_invitation, name="account-invitation-end"),
    path("account/people/<uuid:user_id>/reset", account_people.reset, name="account-people-reset"),
    path("account/people/<uuid:user_id>/active", account_people.active, name="account-people-active"),
    path("account/factors/", include("allauth.mfa.urls")),
    *urls.urlpatterns,
]

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
handler429 = "preex.web.failures.too_many"
