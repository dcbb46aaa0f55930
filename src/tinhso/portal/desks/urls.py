"""Addresses of the desks, under `/<language>/<province>/desks/`; who may open each is declared at its view."""

from django.urls import path

from tinhso.portal.desks import conflicts, connections, deliveries, review, seats, signoff, tasks, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("deliveries/", deliveries.deliveries, name="desk_deliveries"),
    path("deliveries/new/", deliveries.deliver, name="desk_deliver"),
    path("deliveries/sent/<int:number>/", deliveries.submission, name="desk_submission"),
    path("deliveries/sent/<int:number>/rejects.xlsx", deliveries.submission_rejects, name="desk_submission_rejects"),
    path("deliveries/sent/<int:number>/decide/", deliveries.decide, name="desk_decide"),
    path("deliveries/sent/<int:number>/check/", deliveries.try_again, name="desk_try_again"),
    path("deliveries/<int:sequence>/", deliveries.delivery, name="desk_delivery"),
    path("deliveries/<int:sequence>/rejects.xlsx", deliveries.rejects, name="desk_rejects"),
    path("connections/", connections.connections, name="desk_connections"),
    path("propose/", signoff.propose, name="desk_propose"),
    path("signoff/", signoff.signoff, name="desk_signoff"),
    path("signoff/sign/", signoff.sign, name="desk_sign"),
    path("review/", review.reviews, name="desk_reviews"),
    path("review/gather/", review.gather, name="desk_review_gather"),
    path("review/pairs/<int:number>/", review.pair, name="desk_review_pair"),
    path("review/pairs/<int:number>/judge/", review.judge, name="desk_review_judge"),
    path("review/judgements/<int:number>/withdraw/", review.withdraw, name="desk_review_withdraw"),
    path("review/<str:link>/", review.review, name="desk_review"),
    path("review/<str:link>/next/", review.following, name="desk_review_next"),
    path("conflicts/", conflicts.conflicts, name="desk_conflicts"),
    path("conflicts/<str:rule>/", conflicts.conflict, name="desk_conflict"),
    path("conflicts/<str:rule>/rows.xlsx", conflicts.workbook, name="desk_conflict_workbook"),
    path("tasks/", tasks.tasks, name="desk_tasks"),
    path("tasks/<slug:id_>/", tasks.task, name="desk_task"),
    path("tasks/<slug:id_>/report/", tasks.report, name="desk_task_report"),
    path("tasks/<slug:id_>/documents/<int:number>/", tasks.document, name="desk_task_document"),
    path("seats/", seats.seats, name="desk_seats"),
    path("seats/give/", seats.give, name="desk_seat_give"),
    path("seats/<int:number>/end/", seats.end, name="desk_seat_end"),
    path("audit/", views.audit, name="desk_audit"),
    path("audit/check/", views.check_trail, name="desk_audit_check"),
]
