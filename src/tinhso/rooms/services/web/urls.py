"""Addresses of public services, under `/<language>/<province>/services/`."""

from django.urls import path

from tinhso.rooms.services.web.views import (
    agencies,
    applying,
    cashing,
    consenting,
    deciding,
    holding,
    looking_up,
    queueing,
    tracking,
    verifying,
)

urlpatterns = [
    path("", looking_up.catalogue, name="services"),
    path("track/", tracking.track, name="services_track"),
    path("agencies/", agencies.agencies, name="services_agencies"),
    path("agencies/<slug:id_>/", agencies.agency, name="services_agency"),
    path("mine/", tracking.mine, name="services_mine"),
    path("verify/", verifying.verify_page, name="services_verify"),
    path("verify/<slug:code>/", verifying.verify_page, name="services_verify_code"),
    path("own/<slug:token>/", holding.own_page, name="services_own"),
    path("own/<slug:token>/pay/", holding.pay_page, name="services_pay"),
    path("own/<slug:token>/issued/<int:number>/", holding.own_paper, name="services_own_paper"),
    path("draft/<slug:token>/consent/", consenting.consent, name="services_consent"),
    path("draft/<slug:token>/check/", applying.check, name="services_check"),
    path("draft/<slug:token>/<slug:step_id>/", applying.step, name="services_step"),
    path("sent/<slug:token>/", applying.sent, name="services_sent"),
    path("desk/", queueing.desk_page, name="services_desk"),
    path("desk/board/", queueing.board_page, name="services_board"),
    path("desk/bulk/", queueing.bulk_page, name="services_bulk"),
    path("desk/statements/", cashing.statements_page, name="services_statements"),
    path("desk/statements/<int:number>/", cashing.line_page, name="services_line"),
    path("desk/<str:code>/", deciding.dossier_page, name="services_dossier"),
    path("desk/<str:code>/act/", deciding.act_page, name="services_act"),
    path("desk/<str:code>/process-sheet.pdf", deciding.process_sheet_page, name="services_process_sheet"),
    path("desk/<str:code>/papers/<int:number>/", deciding.paper_page, name="services_paper"),
    path("desk/<str:code>/issued/<int:number>/", deciding.issued_page, name="services_issued"),
    path("desk/<str:code>/complaints/<int:number>/", deciding.complaint_page, name="services_complaint"),
    path("<slug:id_>/", looking_up.procedure, name="services_procedure"),
    path("<slug:id_>/apply/", applying.begin, name="services_begin"),
]
