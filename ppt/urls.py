from django.urls import path

from ppt.views import answering, asking, desk, many, notes, opening, received, taking

app_name = "ppt"

urlpatterns = [
    path("", desk.inbox, name="inbox"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("receive/", many.receive, name="receive_many"),
    path("assign/", many.assign, name="assign_many"),
    path("<uuid:pk>/receive/", desk.receive, name="receive"),
    path("<uuid:pk>/assign/", answering.assign, name="assign"),
    path("<uuid:pk>/offer/", answering.offer, name="offer"),
    path("<uuid:pk>/not-now/", answering.put_off, name="put_off"),
    path("<uuid:pk>/end/", answering.end, name="end"),
    path("<uuid:pk>/measures/<uuid:request_id>/take/", taking.take, name="take_measure"),
    path("<uuid:pk>/measures/<uuid:request_id>/decline/", taking.decline, name="decline_measure"),
    path("<uuid:pk>/notes/", notes.write, name="write_note"),
    path("<uuid:pk>/notes/<uuid:note>/", notes.correct, name="correct_note"),
]

# Of one case, for the school: below its address.
case_patterns = (
    [
        path("<uuid:pk>/ppt/", opening.case_page, name="case"),
        path(
            "<uuid:pk>/ppt/answers/<uuid:answer>/receive/", received.receive, name="receive_answer"
        ),
        path("<uuid:pk>/ppt/ask/", opening.ask, name="ask"),
        path("<uuid:pk>/ppt/open/", opening.open_parts, name="open"),
        path("<uuid:pk>/ppt/referral/", opening.referral, name="referral"),
        path("<uuid:pk>/ppt/measures/ask/", asking.ask_measure, name="ask_measure"),
        path(
            "<uuid:pk>/ppt/measures/<uuid:request_id>/withdraw/",
            asking.withdraw,
            name="withdraw_request",
        ),
        path("<uuid:pk>/ppt/<uuid:opening>/withdraw/", opening.withdraw, name="withdraw"),
    ],
    "opened",
)
