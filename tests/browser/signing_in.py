"""Signing in through the page, as a person does."""


def sign_in(page, site, person, password):
    page.goto(f"{site}/account/sign-in/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    assert "/account/sign-in/" not in page.url, page.inner_text("main")
    return page
