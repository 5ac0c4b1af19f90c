"""Signing in through the page, as a person does."""

from tests.factories.accounts import PASSWORD


def sign_in(page, web, person, password=PASSWORD):
    page.goto(f"{web.url}/account/sign-in/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    assert page.url != f"{web.url}/account/sign-in/", page.inner_text("main")
    return page
