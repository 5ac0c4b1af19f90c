"""What a person does with a page, counted."""

POINTING, TYPING, WAITING = 2.65, 0.28, 0.5
"""Seconds for a press, a character and a page: the keystroke-level model for a practised user."""


class Hand:
    """An input is a field that is set; a click is a press, also the one that goes into a field."""

    def __init__(self, page):
        self.page = page
        self.start_counting()

    def start_counting(self):
        self.inputs = self.clicks = self.typed = self.pages = 0

    def field(self, name):
        return self.page.locator(f"main [name={name}]")

    def write(self, name, text):
        self.field(name).fill(text)
        self.typed += len(text)
        self._counted()

    def choose(self, name, value):
        """A radio button or a checkbox."""
        self.page.locator(f"main [name={name}][value='{value}']").check()
        self._counted()

    def select(self, name, label):
        self.field(name).select_option(label=label)
        self._counted()

    def unfold(self, text):
        self.page.locator("main summary", has_text=text).click()
        self.clicks += 1

    def find(self, text):
        """Somebody in the lists, by a part of the name that fits one alone."""
        field = self.page.locator("main .finder input")
        field.click()
        field.press_sequentially(text)
        field.press("Enter")
        self.typed += len(text) + 1
        self._counted()

    def press(self, what):
        """A button or a link that leads on."""
        with self.page.expect_navigation():
            what.click()
        self.clicks += 1
        self.pages += 1

    def send(self):
        """The button of the page's form. What was sent was taken."""
        self.press(self.page.locator("main form .form-actions button").first)
        assert self.page.locator(".error-summary").count() == 0, self.page.inner_text("main")

    def _counted(self):
        self.inputs += 1
        self.clicks += 1

    def tell(self, what):
        print(
            f"measured: {what}: {self.inputs} inputs, {self.clicks} clicks, {self.typed} "
            f"characters; {self.seconds:.0f} s by the keystroke-level model"
        )

    @property
    def seconds(self):
        return self.clicks * POINTING + self.typed * TYPING + self.pages * WAITING
