from django.urls import path

from measures.views import (
    carried_out,
    common_day,
    coverage,
    deciding,
    library,
    measure,
    moving,
    new_year,
    plan,
    references,
    replacing,
    shared,
    versions,
)

app_name = "measures"

urlpatterns = [
    path("<uuid:case>/plan/", plan.plan, name="plan"),
    path("<uuid:case>/plan/evaluation-day/", common_day.choose, name="evaluation_day"),
    path("<uuid:case>/plan/start/", plan.start_plan, name="start_plan"),
    path("<uuid:case>/plan/<uuid:pk>/", plan.plan, name="plan_of"),
    path("plans/<uuid:pk>/texts/", plan.write, name="write"),
    path("plans/<uuid:pk>/complete/", plan.complete, name="complete"),
    path("plans/<uuid:pk>/aside/<slug:group>/", coverage.set_aside, name="set_aside"),
    path("plans/<uuid:pk>/aside/<slug:group>/end/", coverage.take_up, name="take_up"),
    path("plans/<uuid:pk>/versions/", versions.versions, name="versions"),
    path("plans/<uuid:pk>/versions/compare/", versions.compare, name="compare"),
    path("plans/<uuid:pk>/versions/<int:number>/", versions.version, name="version"),
    path("plans/<uuid:pk>/library/", library.choose, name="choose"),
    path("plans/<uuid:pk>/packages/<slug:key>/", library.use_package, name="use_package"),
    path("plans/<uuid:pk>/measures/new/", measure.add, name="add"),
    path("measures/<uuid:pk>/change/", measure.change, name="change"),
    path("measures/<uuid:pk>/replace/", replacing.replace, name="replace"),
    path("measures/<uuid:pk>/done/", carried_out.write, name="write_done"),
    path("measures/<uuid:pk>/look/", carried_out.look, name="look"),
    path("measures/<uuid:pk>/start/", measure.start, name="start"),
    path("measures/<uuid:pk>/decide/", deciding.decide, name="decide"),
    path("measures/<uuid:pk>/stop/", measure.stop, name="stop"),
    path("measures/<uuid:pk>/move/", moving.move, name="move"),
    path("measures/<uuid:pk>/answer/", moving.answer, name="answer"),
    path("measures/<uuid:pk>/evaluation-date/", measure.evaluation_date, name="evaluation_date"),
    path("handovers/<uuid:pk>/measures/", new_year.new_year, name="new_year"),
    path("plans/<uuid:pk>/shared/", references.choose, name="choose_shared"),
    path("plans/<uuid:pk>/shared/<uuid:shared>/", references.refer, name="refer"),
    path("references/<uuid:pk>/", references.change, name="change_reference"),
    path("references/<uuid:pk>/take-out/", references.take_out, name="take_out_reference"),
    path("measures/<uuid:pk>/share/", references.share, name="share"),
]

# Of no case: under /library/.
library_patterns = [
    path("", library.read, name="read"),
    path("<uuid:owner>/", library.owner, name="owner"),
    path("<uuid:owner>/new/", library.add_own, name="add_own"),
    path("<uuid:owner>/show/<slug:key>/", library.show_common, name="show_common"),
    path("own/<uuid:pk>/", library.change_own, name="change_own"),
    path("own/<uuid:pk>/show/", library.show_own, name="show_own"),
]

# Of a unit and of no case: under /school/measures/.
shared_patterns = [
    path("", shared.shared, name="list"),
    path("new/<uuid:unit>/", shared.add, name="add"),
    path("new/<uuid:unit>/library/", library.choose_shared, name="choose"),
    path("<uuid:pk>/", shared.show, name="show"),
    path("<uuid:pk>/change/", shared.change, name="change"),
    path("<uuid:pk>/done/", shared.write_done, name="write_done"),
    path("<uuid:pk>/start/", shared.start, name="start"),
    path("<uuid:pk>/stop/", shared.stop, name="stop"),
]
