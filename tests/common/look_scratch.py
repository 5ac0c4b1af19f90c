import json
from datetime import date
import pytest
from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from common.forms import *
from common.templatetags.frame import in_words
from tests.common import urls as base
from tests.accounts.signing_in import sign_in
from tests.factories.accounts import PASSWORD

class Case(Form):
    helper = form_helper(submit="Opprett sak", cancel="/")
    who = forms.ChoiceField(label="Hvem gjelder det?", choices=[("a","Ola Nordmann, 7B"),("b","Máhtte Ŋ., 3A")], help_text="Du kan legge til flere senere.")
    how = forms.ChoiceField(label="Hvordan fikk skolen vite det?", choices=[("p","Eleven sa fra"),("f","Foresatt"),("s","Ansatt så det")], widget=forms.RadioSelect)
    known_on = DateField(label="Når fikk skolen vite det?", nearest="last")
    happened = TextField(label="Hva har skjedd?", max_length=100, rows=5, help_text="Foresatte kan be om å få lese dette.")
    where = forms.MultipleChoiceField(label="Hvor?", required=False, choices=[("f","Friminutt"),("t","Time"),("n","På nett")], widget=forms.CheckboxSelectMultiple)
    safe = forms.ChoiceField(label="Hvor trygt har eleven det nå?", choices=[("1","1 Svært utrygt"),("2","2 Utrygt"),("3","3 Både og"),("4","4 Trygt"),("5","5 Svært trygt"),("0","Ikke spurt ennå")], widget=BigRadioSelect)
    now = forms.BooleanField(label="Trenger noe i dag", required=False, help_text="Skolen må handle straks.")

def case(request):
    form = Case(request.POST or None, today=date(2026,11,23))
    if request.method == "GET": messages.success(request, "Saken er opprettet.")
    t = engines["django"].from_string("""{% extends "base.html" %}{% load crispy_forms_tags %}{% block title %}Ny sak{% endblock %}{% block heading %}Ny sak{% endblock %}{% block content %}{% crispy form %}{% endblock %}""")
    return HttpResponse(t.render({"form": form}, request))

from django.contrib.auth.decorators import login_not_required
@login_not_required
def home(request):
    return HttpResponse("home")

def lst(request):
    t = engines["django"].from_string("""{% extends "base.html" %}{% block title %}Saker{% endblock %}{% block heading %}Saker{% endblock %}{% block actions %}<a class="ds-button" href="/x/">Ny sak</a>{% endblock %}{% block content %}
<table class="ds-table as-cards" data-color="neutral"><thead><tr><th>Sak</th><th>Tilstand</th><th>Neste</th></tr></thead><tbody>
<tr><th scope="row"><a class="ds-link nowrap" href="#">26-K7F3</a></th><td data-label="Tilstand">{% include "components/_status.html" with word="Følges opp" kind="info" %}</td><td data-label="Neste">{% include "components/_status.html" with word="Forfalt 3 dager" kind="danger" %}</td></tr>
<tr><th scope="row"><a class="ds-link nowrap" href="#">26-M2P9</a></th><td data-label="Tilstand">{% include "components/_status.html" with word="Meldt" kind="warning" %}</td><td data-label="Neste">{% include "components/_status.html" with word="I rute" kind="success" %} {% include "components/_status.html" with word="Avsluttet" %}</td></tr></tbody></table>
<ul class="cards"><li class="card row"><div><strong>Evaluer: Trygg voksen</strong><p class="subtle">26-K7F3 · onsdag 25. november 2026, uke 48</p></div><a class="ds-button" href="#">Evaluer</a></li></ul>
<p class="ds-alert" data-color="info">En melding</p><p class="ds-alert" data-color="warning">Advarsel</p>
{% endblock %}""")
    return HttpResponse(t.render({}, request))

base.urlpatterns[:0] = [path("x/", case), path("l/", lst), path("", home)]

@pytest.mark.urls("tests.common.urls")
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_look(size, new_page, live_server, transactional_db, fjellet_t, settings):
    settings.DEMO = True
    import overview.context as oc
    oc.MENU = (("/x/", "Ny sak", oc.MENU[0][2]), ("/l/", "Saker", oc.MENU[0][2]), ("/about/", "Min dag", oc.MENU[0][2]), ("/account/","Kalender", oc.MENU[0][2]))
    oc._exists.cache_clear()
    new_page.allow("404"); page = new_page(size)
    import pathlib; axe = pathlib.Path("node_modules/axe-core/axe.min.js").read_text()
    def shot(name):
        page.screenshot(path=f"/tmp/frame/shots/{size}-{name}.png", full_page=True)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        small = page.evaluate("""[...document.querySelectorAll('a,button,input:not([type=hidden]),select,summary')].filter(e=>{const r=e.getBoundingClientRect();return r.width&&r.height&&Math.min(r.width,r.height)<24}).map(e=>e.outerHTML.slice(0,80))""")
        ctx = page.context.new_cdp_session(page)
        ctx.send("Runtime.evaluate", {"expression": axe})
        res = page.evaluate("axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>r.violations.map(v=>v.id+': '+v.nodes.map(n=>n.target.join(' ')).slice(0,3).join(' | ')))")
        print(size, name, page.title(), "overflow", over, "small", small, "axe", res)
    u = live_server.url
    page.goto(u + "/account/sign-in/"); shot("login")
    page.click("text=Sign in >> nth=-1"); shot("login-errors")
    page.fill("[name=login]", fjellet_t.principal.email); page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_timeout(500)
    page.goto(u + "/x/"); shot("form")
    if size == "phone":
        page.click("text=Menu"); page.wait_for_timeout(200); page.screenshot(path=f"/tmp/frame/shots/{size}-menu.png")
        page.keyboard.press("Escape")
    page.screenshot(path=f"/tmp/frame/shots/{size}-fold.png")
    page.click("button:has-text('Opprett sak')"); page.wait_for_timeout(300); shot("form-errors")
    print("focused:", page.evaluate("document.activeElement.className"))
    page.goto(u + "/l/"); shot("list")
    page.goto(u + "/account/"); shot("account")
    page.goto(u + "/account/app/"); shot("app")
    page.goto(u + "/about/"); shot("about")
    page.goto(u + "/l/")
    page.click("text=Hide the screen"); page.wait_for_timeout(300); shot("hidden")
    page.go_back(); page.wait_for_timeout(500); print("after back:", page.url, page.title())
    page.click("text=Show the page again"); page.wait_for_timeout(300); print("shown:", page.url)
    page.goto(u + "/x/"); page.fill("textarea", "Halvferdig tekst"); page.click("text=Hide the screen"); page.wait_for_timeout(400); print(page.url)
    page.click("text=Show the page again"); page.wait_for_timeout(300)
    print("kept:", page.input_value("textarea"))

@pytest.fixture
def fjellet_t(transactional_db):
    from tests.cast import settle
    return settle("Fjellet")
