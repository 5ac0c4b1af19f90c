"""What a session remembers until it is saved."""

# What the pupil has answered on the page of its own, until the adult saves the form.
SAID = "evaluations.said"
# Per case: the measures that this person has saved in a meeting, until the minutes are written.
MET = "evaluations.met"


def said_by_pupil(request, measure):
    return request.session.get(SAID, {}).get(str(measure), "")


def remember_said(request, measure, said):
    request.session[SAID] = {str(measure): said}


def forget_said(request):
    request.session.pop(SAID, None)


def met_about(request, case):
    return request.session.get(MET, {}).get(str(case), [])


def remember_met(request, case, saved):
    request.session[MET] = {str(case): [*met_about(request, case), *saved]}


def forget_met(request):
    request.session.pop(MET, None)
