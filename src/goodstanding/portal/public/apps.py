from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "goodstanding.portal.public"
    label = "public"
