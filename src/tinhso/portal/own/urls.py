"""Addresses of people's own rows, under `/<language>/<province>/own/`; none of them says anything of a person."""

from django.urls import path

from tinhso.portal.own import desk, views

urlpatterns = [
    path("", views.own, name="own"),
    path("rows/<slug:ref>/", views.row, name="own_row"),
    path("rows/<slug:ref>/confirm/", views.confirm, name="own_confirm"),
    path("rows/<slug:ref>/dispute/", views.dispute, name="own_dispute"),
    path("cases/<slug:code>/", views.case, name="own_case"),
    path("cases/<slug:code>/withdraw/", views.withdraw, name="own_withdraw"),
    path("cases/<slug:code>/papers/<int:number>/", views.paper, name="own_paper"),
    path("desk/", desk.disputes, name="desk_disputes"),
    path("desk/<slug:code>/", desk.dispute, name="desk_dispute"),
    path("desk/<slug:code>/act/", desk.act, name="desk_dispute_act"),
    path("desk/<slug:code>/papers/<int:number>/", desk.paper, name="desk_dispute_paper"),
]
