"""Addresses of the park, under `/<language>/<province>/park/`."""

from django.urls import path

from tinhso.rooms.industry.web import views

urlpatterns = [
    path("", views.park_page, name="park"),
    path("lots.geojson", views.lots_features, name="park_lots"),
    path("enquire/", views.enquire, name="park_enquire"),
    path("desk/", views.desk, name="park_desk"),
    path("desk/<int:number>/", views.investment, name="park_investment"),
    path("desk/<int:number>/act/", views.act, name="park_act"),
]
