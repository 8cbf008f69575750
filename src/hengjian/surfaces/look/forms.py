"""How `{{ form }}` and `{{ field }}` are written on every page, the libraries' own included."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Writes forms by the look's partials."""

    form_template_name = "look/_form.html"
    field_template_name = "look/_field.html"
