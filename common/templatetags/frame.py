"""What every page and every form needs in its templates."""

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from common.dates import at_in_figures, in_figures, in_words, short_day
from common.language import plain_language

register = template.Library()
register.filter(at_in_figures)
register.filter(in_figures)
register.filter(in_words)
register.filter(short_day)
register.simple_tag(plain_language)


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own control in the look of the design system."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} ds-input".strip()})


@register.filter
def choice(option: BoundWidget) -> SafeString:
    """One radio button or checkbox of a group, without its label."""
    option.data["attrs"]["class"] = "ds-input"
    return option.tag(wrap_label=False)


@register.filter
def is_one_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link in the error summary leads to: in a group, its first choice."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.simple_tag
def marking(form) -> str:
    """How the form says what must be filled in: once for all, at each field, or not at all.

    Checkboxes are left out: one that is not ticked is an answer.
    """
    needed = [
        field.field.required
        for field in form.visible_fields()
        if not isinstance(field.field.widget, CheckboxInput | CheckboxSelectMultiple)
    ]
    if len(needed) < 2:
        return "" if all(needed) else "each"
    return "all" if all(needed) else "each"


@register.filter
def read_back(field: BoundField) -> str:
    """The date that a date field understood, in words. Empty where it understood none."""
    try:
        return in_words(field.field.to_python(field.value()))
    except ValidationError:
        return ""
