"""Addresses of the desks, under `/<language>/<province>/desks/`; who may open each is declared at its view."""

from django.urls import path

from tinhso.portal.desks import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("deliveries/", views.deliveries, name="desk_deliveries"),
    path("deliveries/new/", views.deliver, name="desk_deliver"),
    path("deliveries/<int:sequence>/", views.delivery, name="desk_delivery"),
    path("deliveries/<int:sequence>/rejects.xlsx", views.rejects, name="desk_rejects"),
    path("propose/", views.propose, name="desk_propose"),
    path("signoff/", views.signoff, name="desk_signoff"),
    path("signoff/sign/", views.sign, name="desk_sign"),
    path("audit/", views.audit, name="desk_audit"),
]
