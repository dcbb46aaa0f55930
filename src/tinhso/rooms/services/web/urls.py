"""Addresses of public services, under `/<language>/<province>/services/`."""

from django.urls import path

from tinhso.rooms.services.web.views import applying, deciding, looking_up, tracking

urlpatterns = [
    path("", looking_up.catalogue, name="services"),
    path("track/", tracking.track, name="services_track"),
    path("mine/", tracking.mine, name="services_mine"),
    path("draft/<slug:token>/check/", applying.check, name="services_check"),
    path("draft/<slug:token>/<slug:step_id>/", applying.step, name="services_step"),
    path("sent/<slug:token>/", applying.sent, name="services_sent"),
    path("desk/", deciding.desk_page, name="services_desk"),
    path("desk/board/", deciding.board_page, name="services_board"),
    path("desk/<str:code>/", deciding.dossier_page, name="services_dossier"),
    path("desk/<str:code>/act/", deciding.act_page, name="services_act"),
    path("desk/<str:code>/process-sheet.pdf", deciding.process_sheet_page, name="services_process_sheet"),
    path("desk/<str:code>/papers/<int:number>/", deciding.paper_page, name="services_paper"),
    path("<slug:id_>/", looking_up.procedure, name="services_procedure"),
    path("<slug:id_>/apply/", applying.begin, name="services_begin"),
]
