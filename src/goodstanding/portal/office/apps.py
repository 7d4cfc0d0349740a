from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "goodstanding.portal.office"
    label = "office"
