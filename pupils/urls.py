from django.urls import path

from pupils.views import changing, identity, imports, lists

app_name = "pupils"

urlpatterns = [
    path("", lists.units, name="units"),
    path("<uuid:unit>/", lists.unit, name="unit"),
    path("<uuid:unit>/all/", lists.pupils, name="pupils"),
    path("<uuid:unit>/new/", changing.add_pupil, name="add_pupil"),
    path("<uuid:unit>/classes/new/", changing.add_group, name="add_group"),
    path("classes/<uuid:pk>/", lists.group, name="group"),
    path("classes/<uuid:pk>/teachers/new/", changing.add_teacher, name="add_teacher"),
    path(
        "classes/<uuid:pk>/teachers/<uuid:person>/remove/",
        changing.remove_teacher,
        name="remove_teacher",
    ),
    path("pupil/<uuid:pk>/", lists.pupil, name="pupil"),
    path("pupil/<uuid:pk>/change/", changing.change_pupil, name="change"),
    path("pupil/<uuid:pk>/class/", changing.place, name="place"),
    path("pupil/<uuid:pk>/leave/", changing.leave, name="leave"),
    path("pupil/<uuid:pk>/return/", changing.take_back, name="take_back"),
    path("pupil/<uuid:pk>/guardians/new/", changing.add_guardian, name="add_guardian"),
    path("placements/<uuid:pk>/end/", changing.end_placement, name="end_placement"),
    path("guardians/<uuid:pk>/information/", changing.information, name="information"),
    path("<uuid:unit>/import/", imports.upload, name="upload"),
    path("imports/<uuid:pk>/", imports.show, name="import"),
    path("imports/<uuid:pk>/columns/", imports.columns, name="columns"),
    path("imports/<uuid:pk>/look-over/", imports.look_over, name="look_over"),
    path("imports/<uuid:pk>/errors/", imports.errors, name="errors"),
    path("imports/<uuid:pk>/go-on/", imports.go_on, name="go_on"),
    path("imports/<uuid:pk>/cancel/", imports.cancel, name="cancel"),
    path("imports/<uuid:pk>/undo/", imports.undo, name="undo"),
    path("protected/", identity.protected, name="protected"),
    path("pupil/<uuid:pk>/identity/", identity.identity, name="identity"),
    path("pupil/<uuid:pk>/identity/<uuid:access>/close/", identity.close, name="close_identity"),
    path("pupil/<uuid:pk>/identity/unprotect/", identity.unprotect, name="unprotect"),
]
