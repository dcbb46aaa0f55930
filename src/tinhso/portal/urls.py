"""The portal's addresses: `/<language>/<province>/…` for pages, `/files/…` for downloads as they were published."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tinhso.portal.api import api
from tinhso.portal.feed import api as feed_api
from tinhso.portal.pages import areas, data, evidence, front, health, plan, releases, reports, room_pages, steps

urlpatterns = [
    path("", front.root),
    path("files/verify.py", releases.verify_program, name="verify_program"),
    path("files/<slug:slug>/<slug:id_>.zip", releases.release_zip, name="release_zip"),
    path("files/<slug:slug>/<slug:id_>/<path:path>", releases.release_file, name="release_file"),
    path("data/catalogue.<str:form>", data.catalogue, name="catalogue"),
    path("data/<slug:slug>/<slug:id_>/<str:name>", data.data_file, name="data_file"),
    path("ogc/<slug:slug>/", data.ogc, name="ogc"),
    path("ogc/<slug:slug>/<path:path>", data.ogc),
    path("api/", api.urls),
    path("feed/", feed_api.urls),
    path("health/", health.health, name="health"),
    *i18n_patterns(
        path("", front.provinces, name="provinces"),
        path("compare/", front.compare, name="compare"),
        path("accounts/", include("tinhso.portal.accounts.urls")),
        path("<slug:slug>/desks/", include("tinhso.portal.desks.urls")),
        path("<slug:slug>/own/", include("tinhso.portal.own.urls")),
        path("<slug:slug>/network/", include("tinhso.portal.pages.network")),
        path("<slug:slug>/park/", include("tinhso.rooms.industry.web.urls")),
        path("<slug:slug>/services/", include("tinhso.rooms.services.web.urls")),
        path("<slug:slug>/", plan.scoreboard, name="scoreboard"),
        path("<slug:slug>/targets/", plan.targets, name="targets"),
        path("<slug:slug>/targets/<str:id_>/", plan.target, name="target"),
        path("<slug:slug>/programmes/", plan.programmes, name="programmes"),
        path("<slug:slug>/programmes/<str:id_>/", plan.programme, name="programme"),
        path("<slug:slug>/alignment/", plan.alignment, name="alignment"),
        path("<slug:slug>/findings/", plan.findings, name="findings"),
        path("<slug:slug>/changes/", front.changes, name="changes"),
        path("<slug:slug>/search/", front.search_page, name="search"),
        path("<slug:slug>/communes/", areas.communes, name="communes"),
        path("<slug:slug>/communes/<slug:code>/", areas.commune, name="commune"),
        path("<slug:slug>/maps/<str:id_>.geojson", areas.map_features, name="map_features"),
        path("<slug:slug>/maps/<str:id_>.svg", areas.map_picture, name="map"),
        path("<slug:slug>/maps/<str:id_>.png", areas.map_image, name="map_image"),
        path("<slug:slug>/charts/<str:id_>-<slug:width>.svg", areas.chart, name="chart"),
        path("<slug:slug>/data/", data.data, name="data"),
        *room_pages.addresses(),
        path("<slug:slug>/rooms/", evidence.rooms, name="rooms"),
        path("<slug:slug>/rooms/<str:id_>/", evidence.room, name="room"),
        path("<slug:slug>/registers/<str:id_>/", evidence.register, name="register"),
        path("<slug:slug>/indicators/", evidence.indicators, name="indicators"),
        path("<slug:slug>/indicators/<str:id_>/", evidence.indicator, name="indicator"),
        path("<slug:slug>/indicators/<str:id_>/units-before/", areas.units_before, name="units_before"),
        path("<slug:slug>/receipts/<slug:id_>/", evidence.receipt, name="receipt"),
        path("<slug:slug>/steps/", steps.steps, name="steps"),
        path("<slug:slug>/steps/<str:id_>/", steps.pair, name="step"),
        path("<slug:slug>/steps/<str:id_>-<slug:width>.svg", steps.picture, name="step_picture"),
        path("<slug:slug>/law/", evidence.law, name="law"),
        path("<slug:slug>/releases/", releases.releases, name="releases"),
        path("<slug:slug>/releases/<slug:id_>/", releases.release, name="release"),
        path("<slug:slug>/releases/<slug:id_>/report.<str:form>", reports.report, name="report"),
    ),
]
handler404 = "tinhso.portal.pages.front.not_found"
handler403 = "tinhso.portal.pages.front.refused"
